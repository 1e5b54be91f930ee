// libother.so: leaves the process with libowner.so.
void early(void) {}
void later(void) {}
