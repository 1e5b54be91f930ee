"""Runs commands in turn, pass after pass (A B C A B C ...), so that a slow moment of the machine
falls on each of them, and puts what they took into tables. A ratio is the median of the ratios
within one pass.
"""

import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
SLOW = 20_000  # ms; what may be ended and takes as long is run once.
SMALL = 50_000_000  # Bytes; larger files are rewritten in a third of the passes.


@dataclass(frozen=True)
class Run:
    cpu: float  # ms, user and system
    wall: float  # ms
    peak: float  # MB


@dataclass(frozen=True)
class Command:
    """Words, perhaps with variables in front as a shell takes them, and places in braces.

    {out} is a new file; a command with {file} and without {out} works on its own fresh copy of
    {file}, in place.
    """

    template: str
    name: str = ""  # What it is called beside others; its program if nothing is said.
    remark: str = ""
    is_counted: bool = True  # Whether valgrind sees all of its work.
    limit: int = 0  # Seconds after which it is ended; it may fail, too, and is a row that says so.
    passes: int = 0  # In how many of the passes it runs, if it is too slow for all.
    statuses: tuple = (0,)

    @property
    def program(self):
        return next(word for word in self.template.split() if "=" not in word)

    @property
    def is_in_place(self):
        return "{file}" in self.template and "{out}" not in self.template

    @property
    def rival(self):
        return (self.name or self.program) + " in place" * self.is_in_place

    @property
    def label(self):
        words = re.sub(r"\{(\w+)\}", lambda place: place[1].upper(), self.template)
        words = words.replace("%20", " ")
        known = f"{self.name}: " if self.name and self.program.startswith("{") else ""
        return f"{known}`{words}`" + (f" ({self.remark})" if self.remark else "")


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

    def can_run(self, command, places):
        if command.program.startswith("{"):
            return command.program[1:-1] in places
        return self.tool(command.program)

    def prepare(self, command, places):
        """The words of a command, its files in place and nothing left for the disk to write."""
        self.out.unlink(missing_ok=True)
        if command.is_in_place:
            places = {**places, "file": shutil.copy(places["file"], self.out)}
        if "file" in places:
            os.sync()
        return [
            self.tool(word) if word == command.program and not word.startswith("{")
            else word.format(**places, out=self.out).replace("%20", " ")
            for word in command.template.split()]

    def run(self, command, places):
        """What it took, or how it failed if it may."""
        words = [str(word) for word in self.prepare(command, places)]
        result = subprocess.run(
            [self.meter, str(command.limit), *words], capture_output=True, text=True, check=True)
        status, cpu, wall, peak = map(int, result.stdout.split())
        # A plan that would change something says so by its status.
        expected = (1,) if "symdemote plan" in command.template else command.statuses
        if status in expected:
            return Run(cpu / 1e3, wall / 1e3, peak / 1024)
        if not command.limit:
            sys.exit(f"{' '.join(words)}: exit status {status}")
        if status == 137:  # SIGKILL, from the meter
            return f"not done in {command.limit} s"
        log = subprocess.run(words, capture_output=True, text=True, errors="replace").stderr
        return f"fails: {(log.strip().splitlines() or [f'status {status}'])[-1]}"

    def instructions(self, command, places):
        """Millions of instructions in user space: these do not drift as times do."""
        if not command.is_counted:
            return "–"
        valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        words = valgrind + self.prepare(command, places)
        log = subprocess.run(words, capture_output=True, text=True, errors="replace").stderr
        found = re.search(r"Collected\s*:\s*(\d+)", log)
        return f"{int(found[1]) / 1e6:,.1f}" if found else "?"

    def measure(self, commands, places, before=lambda: None):
        """For each command that is there its runs, and what became of those that failed; `before`
        comes before each run."""
        passes = self.options.runs
        if "file" in places and places["file"].stat().st_size > SMALL:
            passes = max(min(5, passes), passes // 3)
        runs = {command: [] for command in commands if self.can_run(command, places)}
        failures, slow = {}, set()
        for turn in range(passes + 1):
            for command, mine in runs.items():
                if command in failures or command in slow:
                    continue
                if command.passes and not 0 < turn <= command.passes:
                    continue
                before()
                run = self.run(command, places)
                if isinstance(run, str):
                    failures[command] = run
                elif turn > 0:  # The first pass is a warm-up.
                    mine.append(run)
                    if command.limit and run.wall > SLOW:
                        slow.add(command)
        for command in failures:
            del runs[command]
        return runs, failures

    def table(
        self, title, commands, places, baselines, *remarks, before=lambda: None, marks=None
    ):
        """A table, and the runs that it shows; `baselines` are the names of what all is divided by.
        `marks` says something of the result of each command, and is a column if it is there."""
        baselines = [baselines] if isinstance(baselines, str) else baselines
        runs, failures = self.measure(commands, places, before)
        counts = self.options.instructions
        bases = [next(runs[each] for each in runs if each.rival == name) for name in baselines]
        head = ["command", "CPU ms", "middle half", "wall ms", "peak MB"]
        head += [f"CPU ÷ {name}" for name in baselines] + [f"wall ÷ {baselines[0]}"]
        head += ["M instructions"] * counts + ["result"] * (marks is not None)
        lines = [f"## {title}", "", *remarks, f"{len(bases[0])} passes.", "", row(head)]
        lines.append(row(["---"] + ["--:"] * (len(head) - 1 - (marks is not None))
                         + ["---"] * (marks is not None)))
        for command in commands:
            if command in failures:
                cells = [failures[command]] + ["–"] * (len(head) - 2)
                lines.append(row([command.label] + cells))
            if command not in runs:
                continue
            mine = runs[command]
            cpu = [run.cpu for run in mine]
            low, middle, high = statistics.quantiles(cpu, n=4) if len(cpu) > 1 else cpu * 3
            passes = f" ({len(mine)} pass{'es' * (len(mine) > 1)})"
            fewer = passes if len(mine) < len(bases[0]) else ""
            cells = [
                command.label + fewer, f"{middle:,.2f}", f"{low:,.2f} – {high:,.2f}",
                f"{median(mine, 'wall'):,.2f}", f"{median(mine, 'peak'):,.1f}",
                *(f"{ratio(mine, base, 'cpu'):.2f}" for base in bases),
                f"{ratio(mine, bases[0], 'wall'):.2f}",
            ]
            if counts:
                cells.append(self.instructions(command, places))
            if marks is not None:
                cells.append(marks.get(command, "–"))
            lines.append(row(cells))
        return "\n".join(lines + ["", *verdict(runs)]).rstrip() + "\n", runs


def row(cells):
    return f"| {' | '.join(cells)} |"


def median(runs, what):
    return statistics.median(getattr(run, what) for run in runs)


def ratio(first, second, what):
    return statistics.median(getattr(a, what) / getattr(b, what) for a, b in zip(first, second))


def verdict(runs):
    """Where the first command stands among those of the other tools, slowest comparison first."""
    first, *others = runs
    others = [other for other in others if other.program != "symdemote"]
    if not others:
        return
    for what, name in [("cpu", "CPU"), ("wall", "Wall")]:
        places = [("slower than", []), ("about as fast as", []), ("faster than", [])]
        for other in others:
            times = ratio(runs[first], runs[other], what)
            place = 0 if times > 1.05 else 1 if times >= 0.95 else 2
            places[place][1].append((times, f"{other.rival} ({times:.2f} ×)"))
        words = [
            f"{place} {', '.join(text for _, text in sorted(rivals, reverse=True))}"
            for place, rivals in places if rivals
        ]
        yield f"- {name} time of {first.label}: {'; '.join(words)}."


def first_line(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.partition("\n")[0]


def version(tool):
    line, name = first_line(tool, "--version"), pathlib.Path(tool).name
    return line if name in line else f"{name} {line}"


def opening(bench, title, tools, more=()):
    """What was measured where."""
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    kernel = re.match(r"[\d.]*\d", platform.release())
    machine = ", ".join([
        model[1] if model else platform.machine(), f"{os.cpu_count()} cores",
        f"Linux {kernel[0] if kernel else platform.release()}",
        platform.freedesktop_os_release()["PRETTY_NAME"],
    ])
    found = [version(bench.tool(name)) for name in tools if bench.tool(name)]
    versions = ", ".join([*found, *more])
    filesystem = first_line("findmnt", "--noheadings", "--output=FSTYPE", "--target", bench.folder)
    return "\n".join([
        f"# {title}", "",
        f"{bench.options.date}; {machine}; files on {filesystem}; {versions}.", "",
        "Medians of interleaved passes, and medians of the ratios within a pass; README.md says",
        "how to read them.", ""])
