"""RESULTS.md: what the goals are about, section by section, and whether they are reached."""

import goals
import growth
import inplace
import peers
import rewriting
import trees
from harness import opening

PARTS = {
    "startup": rewriting.startup, "small": rewriting.small, "files": rewriting.files,
    "inplace": inplace.inplace, "growth": growth.growth, "trees": trees.trees,
}
TOOLS = ["symdemote", "patchelf", "cp", "objcopy", "libtree"]


def report(bench):
    """The goals come first, and are known last."""
    # Counting them takes as long as all else; INSTRUCTIONS.md has them.
    bench.options.instructions = False
    yield opening(bench, "Results", TOOLS, peers.versions())
    parts = []
    for name in bench.options.parts:
        for part in PARTS[name](bench):
            parts.append(part)
            yield part
    yield goals.table(parts)


def arranged(parts):
    """The sections in the order in which they are read."""
    first, *sections, table = parts
    return [first, table, *sections]
