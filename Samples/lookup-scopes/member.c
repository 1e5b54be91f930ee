// libmember.so: linked with -z nodelete. It calls what libother.so has, but only libowner.so names
// that library.
void early(void);
void later(void);
void stay(int late) {
  if (late)
    later();
  else
    early();
}
