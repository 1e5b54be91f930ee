"""INSTRUCTIONS.md: what runs cost in instructions, input by input. They hardly drift, so that a
change which costs shows on any machine; the kernel's, which copies, are not among them."""

import pathlib

import inputs
import peers
import synthetic
from harness import Command, opening, row

COMMANDS = [
    peers.OURS, Command("symdemote plan --policy={policy} {file}"),
    Command("symdemote exports {file}"), peers.FLOOR, peers.DEMOTING[1],
]
LARGEST = 100_000  # exports of synthetic files: callgrind runs at a fiftieth of the speed
HEAD = ["apply", "plan", "exports", "floor", "patchelf (renames)"]


def found(bench):
    """The real files, then the synthetic ones."""
    options = bench.options
    given = (pathlib.Path(each).resolve() for each in options.files)
    files = {path.name: path for path in given} or inputs.fetched()
    folder = inputs.CACHE / "synthetic"
    folder.mkdir(parents=True, exist_ok=True)
    for count in synthetic.SIZES:
        if count <= min(options.largest, LARGEST):
            files[f"synthetic {count:,}"] = synthetic.library(folder, count)
    for name, path in files.items():
        yield inputs.chosen(options.symdemote, path, bench.folder, name.replace(" ", "-"))


def count(bench, command, places):
    """Millions; a dash for what cannot be run."""
    if not bench.can_run(command, places):
        return "–"
    if isinstance(bench.run(command, places), str):
        return "fails"
    return bench.instructions(command, places)


def report(bench):
    yield opening(bench, "Instructions", ["symdemote", "valgrind"], peers.versions())
    shared = peers.places(bench)
    lines = [
        "Millions of instructions in user space, by callgrind. The last column is what `apply`",
        "takes for each export, in thousands.", "",
        row(["input", "exports", *HEAD, "each"]), row(["---"] + ["--:"] * (len(HEAD) + 2))]
    for given in found(bench):
        counts = [count(bench, each, {**given.places, **shared}) for each in COMMANDS]
        each = float(counts[0].replace(",", "")) * 1e3 / given.exports
        lines.append(row([given.name, f"{given.exports:,}", *counts, f"{each:,.1f}"]))
        print(lines[-1], flush=True)
    yield "\n".join(lines) + "\n"
