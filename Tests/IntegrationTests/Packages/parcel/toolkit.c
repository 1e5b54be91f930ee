/* A library that uses the system's copy, and must see nothing of the program's. */
#include "parcel.h"

int toolkit_count(void) { return parcel_count(); }
