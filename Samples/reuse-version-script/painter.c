/* A program that uses libcolour, and has a clamp of its own: to a percentage. */
#include "colour.h"

#include <stdio.h>

int clamp(int value)
{
    return value < 0 ? 0 : value > 100 ? 100 : value;
}

int main(void)
{
    colour light = colour_lighten(colour_parse("#206080"), 0x60);
    printf("painter: #206080, lighter by 0x60, is #%02x%02x%02x\n", light.red, light.green,
        light.blue);
    return clamp(100) != 100;
}
