/* A C library of the kind that programs bundle: two functions and a variable. */
#ifndef PARCEL_H
#define PARCEL_H

extern int parcel_total;
int parcel_add(int weight);
int parcel_count(void);

#endif
