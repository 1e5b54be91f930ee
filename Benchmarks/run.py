#!/usr/bin/env python3
"""Measures symdemote beside tools that start, copy and rewrite files, and writes RESULTS.md.

All commands of a table run in turn, pass after pass (A B C A B C ...), so that a slow moment of
the machine falls on each of them. A ratio is the median of the ratios within one pass.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
SMALL = 50_000_000  # Bytes; larger files are measured in a third of the passes.

# The first command is the one in question. {out} is a new file; a command without it works on its
# own fresh copy of {file}, in place.
START = ["symdemote --version", "patchelf --version", "readelf --version", "cp --version"]
REWRITE = [
    "symdemote apply --all --output={out} {file}",
    "symdemote apply --all {file}",
    "cp {file} {out}",
    "dd if={file} of={out} bs=1M conv=fsync",
    "patchelf --set-rpath /x --output {out} {file}",
    "patchelf --set-rpath /x {file}",
]
BASELINE = "cp"
INSTALLED = ["perl", "gdb", "node", "clang"]

SAMPLE = "".join(
    f"int function_{i}(int x) {{ return x + {i}; }}\nint data_{i} = {i + 1};\n" for i in range(10)
) + "int main(void) { return 0; }\n"


@dataclass(frozen=True)
class Run:
    cpu: float  # ms, user and system
    wall: float  # ms
    peak: float  # MB


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.out = folder / "out"
        self.meter = self.compile("measure", (HERE / "measure.c").read_text(), "-O2")

    def compile(self, name, source, *flags):
        path = self.folder / name
        gcc = ["gcc", *flags, "-x", "c", "-", "-o", path]
        subprocess.run(gcc, input=source, text=True, check=True)
        return path

    def tool(self, name):
        return str(self.options.symdemote) if name == "symdemote" else shutil.which(name)

    def prepare(self, template, file):
        """The words of a command, its files in place and nothing left for the disk to write."""
        self.out.unlink(missing_ok=True)
        if is_in_place(template):
            file = shutil.copy(file, self.out)
        if file:
            os.sync()
        name, *words = template.split()
        return [self.tool(name), *(word.format(file=file, out=self.out) for word in words)]

    def run(self, template, file):
        words = self.prepare(template, file)
        result = subprocess.run([self.meter, *words], capture_output=True, text=True, check=True)
        status, cpu, wall, peak = map(int, result.stdout.split())
        if status != 0:
            sys.exit(f"{' '.join(words)}: exit status {status}")
        return Run(cpu / 1e3, wall / 1e3, peak / 1024)

    def instructions(self, template, file):
        """Millions of instructions in user space: these do not drift as times do."""
        valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        words = valgrind + self.prepare(template, file)
        log = subprocess.run(words, capture_output=True, text=True, errors="replace").stderr
        found = re.search(r"Collected\s*:\s*(\d+)", log)
        return f"{int(found[1]) / 1e6:,.1f}" if found else "?"

    def table(self, title, templates, file=None):
        templates = [each for each in templates if self.tool(each.split()[0])]
        passes = self.options.runs
        if file and file.stat().st_size > SMALL:
            passes = max(5, passes // 3)
        for template in templates:  # warm-up
            self.run(template, file)
        runs = {template: [] for template in templates}
        for _ in range(passes):
            for template in templates:
                runs[template].append(self.run(template, file))

        head = ["command", "CPU ms", "middle half", "wall ms", "peak MB", "CPU ÷ cp", "wall ÷ cp"]
        head += ["M instructions"] if self.options.instructions else []
        lines = [f"## {title}", "", f"{passes} passes.", "", row(head)]
        lines.append(row(["---"] + ["--:"] * (len(head) - 1)))
        base = next(runs[each] for each in templates if each.split()[0] == BASELINE)
        for template in templates:
            mine = runs[template]
            low, middle, high = statistics.quantiles([run.cpu for run in mine], n=4)
            cells = [
                f"`{label(template)}`", f"{middle:,.2f}", f"{low:,.2f} – {high:,.2f}",
                f"{statistics.median(run.wall for run in mine):,.2f}",
                f"{statistics.median(run.peak for run in mine):,.1f}",
                f"{ratio(mine, base, 'cpu'):.2f}", f"{ratio(mine, base, 'wall'):.2f}",
            ]
            if self.options.instructions:
                cells.append(self.instructions(template, file))
            lines.append(row(cells))
        return "\n".join(lines + ["", verdict(runs), ""])


def is_in_place(template):
    return "{file}" in template and "{out}" not in template


def label(template):
    return template.format(file="FILE", out="OUT")


def row(cells):
    return f"| {' | '.join(cells)} |"


def ratio(first, second, what):
    return statistics.median(getattr(a, what) / getattr(b, what) for a, b in zip(first, second))


def verdict(runs):
    """Where the first command stands among those of the other tools, slowest comparison first."""
    first, *others = runs
    lines = []
    for what, name in [("cpu", "CPU"), ("wall", "Wall")]:
        places = [("slower than", []), ("about as fast as", []), ("faster than", [])]
        for other in others:
            if other.startswith("symdemote"):
                continue
            times = ratio(runs[first], runs[other], what)
            place = 0 if times > 1.05 else 1 if times >= 0.95 else 2
            rival = other.split()[0] + " in place" * is_in_place(other)
            places[place][1].append((times, f"{rival} ({times:.2f} ×)"))
        words = [
            f"{place} {', '.join(text for _, text in sorted(rivals, reverse=True))}"
            for place, rivals in places if rivals
        ]
        lines.append(f"- {name} time of `{label(first)}`: {'; '.join(words)}.")
    return "\n".join(lines)


def machine():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    kernel = re.match(r"[\d.]*\d", platform.release())
    return ", ".join([
        model[1] if model else platform.machine(), f"{os.cpu_count()} cores",
        f"Linux {kernel[0] if kernel else platform.release()}",
        platform.freedesktop_os_release()["PRETTY_NAME"],
    ])


def first_line(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.partition("\n")[0]


def describe(symdemote, file):
    report = subprocess.run(
        [symdemote, "exports", "--format=json", file], capture_output=True, text=True)
    exports = json.loads(report.stdout)["files"][0].get("exports", [])
    demotable = sum(each["demotable"] for each in exports)
    size = file.stat().st_size
    size = f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.0f} KB"
    return f"{size}, {len(exports):,} exports, {demotable:,} of them demoted", demotable


def report(bench):
    options = bench.options
    versions = ", ".join(
        first_line(bench.tool(name), "--version") for name in ["symdemote", "patchelf", "cp"]
        if bench.tool(name))
    filesystem = first_line("findmnt", "--noheadings", "--output=FSTYPE", "--target", bench.folder)
    yield "\n".join([
        "# Results", "",
        f"{datetime.date.today()}; {machine()}; files on {filesystem}; {versions}.", "",
        "Medians of interleaved passes, and medians of the ratios within a pass; README.md says how",
        "to read them.", ""])
    yield bench.table("Start-up", START)

    small = bench.compile("small", SAMPLE, "-O2", "-rdynamic")
    yield bench.table(f"A small program: {describe(options.symdemote, small)[0]}", REWRITE, small)

    found = options.files or map(shutil.which, INSTALLED)
    for path in dict.fromkeys(pathlib.Path(each).resolve() for each in found if each):
        words, demotable = describe(options.symdemote, path)
        if demotable:
            yield bench.table(f"{path.name}: {words}", REWRITE, path)
        else:
            print(f"{path} is left out: symdemote would not change it", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    default = HERE.parent / ".build/static/release/symdemote"
    parser.add_argument("--symdemote", type=pathlib.Path, default=default, metavar="PROGRAM")
    parser.add_argument("--runs", type=int, default=21, help="passes per table (21)")
    parser.add_argument("--instructions", action="store_true", help="count them too, by valgrind")
    parser.add_argument("--results", type=pathlib.Path, default=HERE / "RESULTS.md")
    parser.add_argument(
        "files", nargs="*", metavar="FILE",
        help=f"ELF files to rewrite (those installed of: {' '.join(INSTALLED)})")
    options = parser.parse_args()
    if options.runs < 2:
        parser.error("--runs: at least 2")
    for name in [options.symdemote, "gcc"] + ["valgrind"] * options.instructions:
        if not shutil.which(name):
            parser.error(f"{name} is missing")

    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for part in report(Bench(options, pathlib.Path(folder))):
            print(part, flush=True)
            parts.append(part)
    options.results.write_text("\n".join(parts))


if __name__ == "__main__":
    main()
