#include "colour.h"
#include "parts.h"

#include <stdio.h>

const char colour_version[] = "1.4";

colour colour_parse(const char *text)
{
    colour parsed = {0, 0, 0};
    sscanf(text, "#%2x%2x%2x", (unsigned *)&parsed.red, (unsigned *)&parsed.green,
        (unsigned *)&parsed.blue);
    return parsed;
}

colour colour_mix(colour one, colour other)
{
    colour mixed = {
        average(one.red, other.red),
        average(one.green, other.green),
        average(one.blue, other.blue),
    };
    return mixed;
}

colour colour_lighten(colour base, int by)
{
    colour light = {clamp(base.red + by), clamp(base.green + by), clamp(base.blue + by)};
    return light;
}
