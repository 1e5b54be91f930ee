"""Editing a large file where it is: on a file system that shares extents, made for this in a file,
or on the one at hand."""

import contextlib
import os
import shutil
import subprocess
import sys

import inputs
import peers
from goals import goal
from harness import Command, ratio
from rewriting import SAMPLE

EDIT = Command("symdemote apply --policy={policy} {file}")
WRITE = Command("symdemote apply --write=inplace --policy={policy} {file}", "--write=inplace")
COPY_AND_SYNC = Command("sh {copysync} {file} {out}", "cp and sync")
COMMANDS = [EDIT, WRITE, peers.COPY, COPY_AND_SYNC]
# What makes a file system that shares extents, and the kernel's name of it.
MAKERS = {"btrfs": ["mkfs.btrfs", "-q"], "xfs": ["mkfs.xfs", "-q", "-m", "reflink=1"]}
IMAGE = 2_500_000_000  # bytes, nearly all of them a hole


@contextlib.contextmanager
def mounted(kind, folder):
    """A new file system of that kind at a folder; None if it cannot be had here."""
    image, place = folder / f"{kind}.image", folder / kind
    place.mkdir()
    with image.open("wb") as file:
        os.truncate(file.fileno(), IMAGE)
    is_there = False
    if os.geteuid() == 0 and shutil.which(MAKERS[kind][0]):
        steps = [[*MAKERS[kind], image], ["mount", "-o", "loop", "-t", kind, image, place]]
        is_there = all(
            subprocess.run(step, stdout=subprocess.DEVNULL).returncode == 0 for step in steps)
    try:
        yield place if is_there else None
    finally:
        if is_there:
            subprocess.run(["umount", place], check=True)
        image.unlink()


def measure(bench, kind, place, shares):
    """A small and a large file, edited below `place`."""
    name, source = list(inputs.fetched().items())[-1]
    bench.out = place / "out"
    copysync = place / "copysync"
    copysync.write_text('cp "$1" "$2" && sync "$2"\n')
    costs = {}
    small = bench.compile("small", SAMPLE, "-O2", "-rdynamic")
    for title, file in [("small", small), (name, source)]:
        here = place / title
        shutil.copy(file, here)
        given = inputs.chosen(bench.options.symdemote, here, bench.folder, title)
        places = {**given.places, "copysync": copysync}
        text, runs = bench.table(
            f"In place on {kind}: {given.title}", COMMANDS, places, ["cp", "cp and sync"])
        yield text
        costs[title] = runs
    ours, first = costs[name][EDIT], costs["small"][EDIT]
    if shares:
        yield goal(
            f"in place on {kind}, CPU time of {name} against a small file",
            ratio(ours, first, "cpu"), 2)
    else:
        yield goal(
            f"in place on {kind}, CPU time of {name} against `cp`",
            ratio(ours, costs[name][peers.COPY], "cpu"), 1.2)
    yield goal(
        f"in place on {kind}, wall time of {name} against `cp` and `sync FILE`",
        ratio(ours, costs[name][COPY_AND_SYNC], "wall"), 1.2)


def inplace(bench):
    plain = bench.out
    for kind in MAKERS:
        with mounted(kind, bench.folder) as place:
            if place:
                yield from measure(bench, kind, place, shares=True)
            else:
                print(f"{kind} is left out: it cannot be mounted here", file=sys.stderr)
    own = subprocess.run(
        ["findmnt", "--noheadings", "--output=FSTYPE", "--target", bench.folder],
        capture_output=True, text=True).stdout.strip() or "this file system"
    if own not in MAKERS:
        (place := bench.folder / "plain").mkdir()
        yield from measure(bench, own, place, shares=False)
    bench.out = plain
