"""symdemote beside grep: both look for many names and patterns among the same 100,000 names."""

import pathlib
import random
import re
import subprocess
import sys

from harness import Command, median, opening

COUNT = 100_000
LIBRARIES = pathlib.Path("/usr/lib/x86_64-linux-gnu")


def real_names():
    """Names that the system's libraries export, the same ones each time on the same system."""
    names = set()
    libraries = sorted(LIBRARIES.glob("*.so*"))
    random.Random(0).shuffle(libraries)
    for library in libraries:
        if len(names) >= 1.5 * COUNT:
            break
        nm = ["nm", "-D", "-j", "--defined-only", "--without-symbol-versions", library]
        listed = subprocess.run(nm, capture_output=True, text=True).stdout.split()
        names.update(name for name in listed if re.fullmatch(r"[A-Za-z_]\w{3,200}", name))
    names = sorted(names)
    if len(names) < COUNT:
        sys.exit(f"{LIBRARIES}: its libraries export {len(names)} names, {COUNT} are needed")
    return random.Random(1).sample(names, COUNT)


def library(bench, names):
    source = "".join(f".globl {name}\n.type {name}, @function\n{name}: ret\n" for name in names)
    path = bench.folder / "library.so"
    gcc = ["gcc", "-shared", "-nostdlib", "-x", "assembler", "-", "-o", path]
    subprocess.run(gcc, input=source, text=True, check=True)
    return path


def globs(names):
    """Half of them with a known beginning, a quarter with a known end, a quarter with both."""
    chance = random.Random(2)
    for number, name in enumerate(chance.sample(names, 1000)):
        middle = chance.randint(len(name) // 2, len(name) - 1)
        if number % 4 < 2:
            yield name[:middle] + "*"
        elif number % 4 == 2:
            yield "*" + name[middle // 2:]
        else:
            yield name[:middle // 2] + "*" + name[middle:]


def regexes(names):
    """A quarter each: a class behind a beginning, two alternatives, a gap, a word anywhere."""
    chance = random.Random(3)
    for number, name in enumerate(chance.sample(names, 100)):
        middle = chance.randint(len(name) // 2, len(name) - 1)
        start, end = name[:middle], name[middle:]
        yield [
            f"{start}[A-Za-z0-9_]+", f"{start}({end}|[a-z]+)", f"{start[:3]}.*{end}",
            f".*{start[-6:]}.*",
        ][number % 4]


def commands(grep):
    return [
        Command("symdemote plan --policy={policy} {library}"),
        Command("symdemote plan --policy={single} {library}", remark="one of them"),
        Command("symdemote plan --all {library}", remark="none of them"),
        # grep stops at the first match where nobody reads what it finds.
        Command(f"sh {{count}} {grep} -x -f {{patterns}} {{names}}", name="grep"),
    ]


def cost(runs, count):
    """What the patterns cost by themselves: one of them is less than what passes differ by."""
    many, _, none = [median(mine, "cpu") for mine in list(runs.values())[:3]]
    return (
        f"- All of them add {many - none:,.0f} ms of CPU time to a plan with none, "
        f"{(many - none) / count:.2f} ms each.\n")


def report(bench):
    yield opening(bench, "Policies", ["symdemote", "grep"])
    names = real_names()
    places = {
        key: bench.folder / key for key in ["policy", "single", "patterns", "names", "count"]}
    places["library"] = library(bench, names)
    places["names"].write_text("\n".join(names) + "\n")
    places["count"].write_text('LC_ALL=C grep "$@" | wc -l\n')
    exact = random.Random(4).sample(names, 1000)
    for title, grep, keyword, ours, theirs in [
        ("1,000 names", "-F", "keep", exact, exact),
        ("1,000 globs", "-E", "keep", *zip(*(
            (glob, glob.replace("*", ".*")) for glob in globs(names)))),
        ("100 regular expressions", "-E", "keep-regex", *[list(regexes(names))] * 2),
    ]:
        lines = [f"{keyword} {pattern}" for pattern in ours]
        places["policy"].write_text("\n".join(lines + ["all"]) + "\n")
        places["single"].write_text("\n".join(lines[:1] + ["all"]) + "\n")
        places["patterns"].write_text("\n".join(theirs) + "\n")
        title = f"{title} among {COUNT:,} exports"
        text, runs = bench.table(title, commands(grep), places, "grep")
        yield text + cost(runs, len(lines))
