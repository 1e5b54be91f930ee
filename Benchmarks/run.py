#!/usr/bin/python3
"""Measures symdemote beside other tools and writes RESULTS.md, LOADER.md, POLICY.md and
INSTRUCTIONS.md."""

import argparse
import datetime
import os
import pathlib
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True

import instructions
import loader
import policy
import results
from harness import HERE, Bench

RESULTS = {
    "results": (results, "RESULTS.md"), "loader": (loader, "LOADER.md"),
    "policy": (policy, "POLICY.md"), "instructions": (instructions, "INSTRUCTIONS.md"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    default = HERE.parent / ".build/static/release/symdemote"
    parser.add_argument("--symdemote", type=pathlib.Path, default=default, metavar="PROGRAM")
    parser.add_argument("--runs", type=int, default=15, help="passes per table (15)")
    parser.add_argument(
        "--quick", action="store_true",
        help="RESULTS.md alone, by 3 passes, up to 10,000 exports; nothing is written")
    parser.add_argument(
        "--instructions", action="store_true",
        help="count them too, by valgrind, in LOADER.md and POLICY.md")
    parser.add_argument("--only", choices=RESULTS, help="what to measure (all)")
    parser.add_argument(
        "--parts", type=lambda text: text.split(","), metavar="PART,...",
        help="only these sections of RESULTS.md, which then is not written: "
        + ", ".join(results.PARTS))
    parser.add_argument(
        "--largest", type=int, default=1_000_000, metavar="EXPORTS", help="of synthetic files")
    parser.add_argument("--results", type=pathlib.Path, default=HERE, metavar="FOLDER")
    parser.add_argument(
        "files", nargs="*", metavar="FILE",
        help="ELF files to rewrite (large ones from Debian packages, and node, clang if installed)")
    options = parser.parse_args()
    options.date = datetime.date.today()
    if options.quick:
        options.runs, options.largest = 3, 10_000
    is_written = not (options.quick or options.parts)
    for part in options.parts or []:
        if part not in results.PARTS:
            parser.error(f"--parts: there is no {part}")
    if options.parts or options.quick:
        options.only = options.only or "results"
    options.parts = options.parts or list(results.PARTS)
    if options.runs < 2:
        parser.error("--runs: at least 2")
    for name in [options.symdemote, "gcc", "valgrind"]:
        if not shutil.which(name):
            parser.error(f"{name} is missing")
    # The system's tools run in the system's Python, whatever else is installed.
    os.environ["PATH"] = f"/usr/bin:/bin:{os.environ['PATH']}"

    counts = options.instructions
    measured = [RESULTS[options.only]] if options.only else RESULTS.values()
    for topic, file in measured:
        options.instructions = counts
        with tempfile.TemporaryDirectory() as folder:
            parts = []
            for part in topic.report(Bench(options, pathlib.Path(folder))):
                print(part, flush=True)
                parts.append(part)
        if is_written:
            arranged = getattr(topic, "arranged", list)
            (options.results / file).write_text("\n".join(filter(None, arranged(parts))))


if __name__ == "__main__":
    main()
