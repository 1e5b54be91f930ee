/* The public interface of libcolour. */
typedef struct {
    int red, green, blue;
} colour;

colour colour_parse(const char *text); /* "#rrggbb" */
colour colour_mix(colour one, colour other);
colour colour_lighten(colour base, int by);
