#include <libpkgconf/libpkgconf.h>
