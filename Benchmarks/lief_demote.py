"""lief_demote.py NAMES FILE OUT: makes the listed symbols local, by LIEF."""

import sys

import lief

names, file, out = sys.argv[1:]
with open(names) as listed:
    wanted = set(listed.read().split("\n"))
binary = lief.ELF.parse(file)
for symbol in binary.dynamic_symbols:
    if symbol.shndx != 0 and symbol.name in wanted:
        symbol.binding = lief.ELF.Symbol.BINDING.LOCAL
binary.write(out)
