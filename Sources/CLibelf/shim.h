#include <elf.h>
#include <libelf.h>
