// libowner.so: brings libmember.so and libother.so.
void stay(int late);
void early(void);
void own_both(void) { stay(0), early(); }
