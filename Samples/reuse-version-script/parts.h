/* What the files of libcolour share. It is nobody else's business, says exports.map. */
int clamp(int value);
int average(int one, int other);
extern int colour_debug;
