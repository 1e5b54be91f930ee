#include "tally.h"

int tally_total;

int tally_add(int amount) { return tally_total += amount; }

int tally_twice(int amount) {
  tally_add(amount);
  return tally_add(amount);
}
