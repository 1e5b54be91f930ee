/* A small library in two releases: the program embeds release 1, the system shares release 2. */
void journal_open(void);
void journal_write(const char *line);
int journal_lines(void); /* since release 2 */
