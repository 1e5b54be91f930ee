"""Whether a demoted file is right: asked of tools that share no code with symdemote.

pyelftools finds the tables and struct reads their records: names, versions and whatever else a
relocation says must be the same before and after, eu-elflint may complain of nothing new, and what
could be run or loaded must go on to, bound lazily and at once.
"""

import collections
import os
import re
import struct
import subprocess

from elftools.elf.elffile import ELFFile

LOADER = r"""
#include <dlfcn.h>
#include <stdio.h>
int main(int count, char **words) {
  void *library = dlopen(words[1], count > 2 ? RTLD_NOW : RTLD_LAZY);
  if (!library) fprintf(stderr, "%s\n", dlerror());
  return !library;
}
"""
LOCAL = 0
MANY = 200_000  # eu-elflint takes minutes for more symbols.


class Tables:
    """What is compared of a 64-bit little-endian file."""

    def __init__(self, path):
        with open(path, "rb") as stream:
            elf = ELFFile(stream)
            dynamic = elf.get_section_by_name(".dynsym")
            names = elf.get_section(dynamic["sh_link"]).data()
            versions = elf.get_section_by_name(".gnu.version")
            self.first_global = dynamic["sh_info"]
            records = list(struct.iter_unpack("<IBBHQQ", dynamic.data()))
            numbers = (
                [each for each, in struct.iter_unpack("<H", versions.data())]
                if versions else [1] * len(records))
            # The highest bit says whether a version is the default.
            self.symbols = [
                (names[record[0]:names.index(b"\0", record[0])], number, *record[1:])
                for record, number in zip(records, numbers)]
            self.relocations = {}
            for section in elf.iter_sections():
                if (section["sh_type"] in ("SHT_RELA", "SHT_REL")
                        and section["sh_flags"] & 2):  # SHF_ALLOC
                    self.relocations.update(self.read(section))

    def read(self, section):
        """By place: type, addend, and the symbol's name, section, value and size."""
        form = "<QIIq" if section["sh_type"] == "SHT_RELA" else "<QII"
        for offset, kind, index, *addend in struct.iter_unpack(form, section.data()):
            name, _, _, _, place, value, size = self.symbols[index]
            yield (offset, kind), (addend, name, place, value, size) if index else (addend,)


def count_of(number, what):
    return f"{number:,} {what}{'s' if number > 1 else ''}"


class Checker:
    def __init__(self, bench, given):
        self.given = given
        self.loader = bench.compile("load", LOADER, "-O1")
        self.listed = set(given.names.read_bytes().split(b"\n")) - {b""}
        self.before = Tables(given.file)
        self.complaints = self.elflint(given.file)
        self.started = [self.start(given.file, mode) for mode in (False, True)]

    def start(self, path, at_once):
        """The exit status of `path --version`, or of loading it."""
        with open(path, "rb") as stream:
            is_program = any(
                segment["p_type"] == "PT_INTERP" for segment in ELFFile(stream).iter_segments())
        words = [path, "--version"] if is_program else [self.loader, path] + ["now"] * at_once
        environment = {**os.environ, **({"LD_BIND_NOW": "1"} if at_once else {})}
        try:
            return subprocess.run(
                words, env=environment, capture_output=True, timeout=60).returncode
        except subprocess.TimeoutExpired:
            return "no end"

    def elflint(self, path):
        """Complaints by their kind; those about visibility are not counted.

        ld.so binds lazily by visibility, so a demoted symbol that it may bind has to be hidden.
        """
        if len(self.before.symbols) > MANY:
            return collections.Counter()
        log = subprocess.run(
            ["eu-elflint", "--gnu-ld", path], capture_output=True, text=True, errors="replace")
        kinds = (re.sub(r"\([^)]*\)|\d+", "", line) for line in log.stdout.splitlines())
        return collections.Counter(
            kind for kind in kinds
            if "non-default visibility" not in kind and "No errors" not in kind)

    def faults(self, path):
        """What is wrong with a result, in a few words each."""
        after = Tables(path)
        old = collections.Counter(
            (name, kind, value, size) for name, _, kind, _, place, value, size
            in self.before.symbols if place and kind >> 4 != LOCAL and name in self.listed)
        new = collections.Counter(
            (name, kind, value, size) for name, _, kind, _, place, value, size
            in after.symbols if place and kind >> 4 != LOCAL)
        left = (old & new).total()
        if left == old.total():
            yield "demotes nothing"
        elif not left and self.is_renamed(after):
            yield "renames: as many are exported"
        elif left:
            yield f"{left:,} of {old.total():,} still exported"
        kept = [self.others(tables) for tables in (self.before, after)]
        if lost := (kept[0] - kept[1]).total():
            yield count_of(lost, "other export") + " changed or lost"
        misplaced = sum(
            symbol[2] >> 4 == LOCAL for symbol in after.symbols[after.first_global:])
        if misplaced:
            yield count_of(misplaced, "local") + " behind sh_info"
        wrong = sum(
            after.relocations.get(key) != value for key, value in self.before.relocations.items())
        if wrong and not self.is_renamed(after):
            yield count_of(wrong, "relocation") + " changed or lost"
        if more := self.elflint(path) - self.complaints:
            kind = " ".join(more.most_common(1)[0][0].replace(" :", ":").split())
            yield f"eu-elflint: {count_of(more.total(), 'new complaint')} (\"{kind}\")"
        for at_once in (False, True):
            before, now = self.started[at_once], self.start(path, at_once)
            if before == 0 and now != 0:
                yield ("bound at once" if at_once else "bound lazily") + ", it does not start"

    def others(self, tables):
        """The exports that are to stay: whatever says something of them to others."""
        return collections.Counter(
            (name, number, kind, other, value, size)
            for name, number, kind, other, place, value, size in tables.symbols
            if place and kind >> 4 != LOCAL and name not in self.listed
            and not name.startswith(b"renamed_"))

    def is_renamed(self, after):
        """Whether the listed are exported by the names that `renames` gives."""
        return sum(
            name.startswith(b"renamed_") for name, _, kind, *_ in after.symbols
            if kind >> 4 != LOCAL) >= len(self.listed)

    def mark(self, path):
        """What a table says of a result."""
        try:
            faults = list(self.faults(path))
        except Exception as error:  # Whatever a reader makes of a broken file.
            faults = [f"unreadable: {type(error).__name__}"]
        if not faults:
            return "right"
        is_other = faults[0].startswith(("demotes nothing", "renames"))
        return ("" if is_other else "**wrong**: ") + "; ".join(faults)
