#include "parts.h"

int colour_debug;

int clamp(int value)
{
    return value < 0 ? 0 : value > 255 ? 255 : value;
}

int average(int one, int other)
{
    return clamp((one + other) / 2);
}
