#include "parcel/parcel.h"

int courier_deliver(int weight) { return parcel_add(weight); }
