// The interface of libleaky.so.1.
int leaky_count(void);
int leaky_reset(void);
