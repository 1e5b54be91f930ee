// The bundled library. Nothing outside the program or library that has it linked in should see it.
extern int tally_total;
int tally_add(int amount);
int tally_twice(int amount);
