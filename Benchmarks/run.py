#!/usr/bin/env python3
"""Measures symdemote beside other tools and writes RESULTS.md, LOADER.md and POLICY.md."""

import argparse
import datetime
import os
import pathlib
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True

import loader
import policy
import rewriting
from harness import HERE, Bench

RESULTS = {
    "rewriting": (rewriting, "RESULTS.md"), "loader": (loader, "LOADER.md"),
    "policy": (policy, "POLICY.md"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    default = HERE.parent / ".build/static/release/symdemote"
    parser.add_argument("--symdemote", type=pathlib.Path, default=default, metavar="PROGRAM")
    parser.add_argument("--runs", type=int, default=21, help="passes per table (21)")
    parser.add_argument("--instructions", action="store_true", help="count them too, by valgrind")
    parser.add_argument("--only", choices=RESULTS, help="what to measure (all)")
    parser.add_argument("--results", type=pathlib.Path, default=HERE, metavar="FOLDER")
    parser.add_argument(
        "files", nargs="*", metavar="FILE",
        help=f"ELF files to rewrite (those installed of: {' '.join(rewriting.INSTALLED)})")
    options = parser.parse_args()
    options.date = datetime.date.today()
    if options.runs < 2:
        parser.error("--runs: at least 2")
    for name in [options.symdemote, "gcc"] + ["valgrind"] * options.instructions:
        if not shutil.which(name):
            parser.error(f"{name} is missing")
    # The system's tools run in the system's Python, whatever else is installed.
    os.environ["PATH"] = f"/usr/bin:/bin:{os.environ['PATH']}"

    for topic, file in [RESULTS[options.only]] if options.only else RESULTS.values():
        with tempfile.TemporaryDirectory() as folder:
            parts = []
            for part in topic.report(Bench(options, pathlib.Path(folder))):
                print(part, flush=True)
                parts.append(part)
        (options.results / file).write_text("\n".join(parts))


if __name__ == "__main__":
    main()
