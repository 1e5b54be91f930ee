"""symdemote beside grep: both look for many names and patterns among the same 100,000 names."""

import pathlib
import random
import re
import subprocess
import sys

from harness import Command, opening

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
        Command("symdemote plan --all {library}", remark="the same with nothing to look for"),
        Command(f"LC_ALL=C grep {grep} -x -c -f {{patterns}} {{names}}"),
    ]


def report(bench):
    yield opening(bench, "Policies", ["symdemote", "grep"])
    names = real_names()
    places = {key: bench.folder / key for key in ["policy", "patterns", "names"]}
    places["library"] = library(bench, names)
    places["names"].write_text("\n".join(names) + "\n")
    exact = random.Random(4).sample(names, 1000)
    for title, grep, keyword, ours, theirs in [
        ("1,000 names", "-F", "keep", exact, exact),
        ("1,000 globs", "-E", "keep", *zip(*(
            (glob, glob.replace("*", ".*")) for glob in globs(names)))),
        ("100 regular expressions", "-E", "keep-regex", *[list(regexes(names))] * 2),
    ]:
        lines = [f"{keyword} {pattern}" for pattern in ours] + ["all"]
        places["policy"].write_text("\n".join(lines) + "\n")
        places["patterns"].write_text("\n".join(theirs) + "\n")
        title = f"{title} among {COUNT:,} exports"
        yield bench.table(title, commands(grep), places, "grep")[0]
