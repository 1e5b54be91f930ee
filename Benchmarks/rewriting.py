"""symdemote beside tools that start, copy and rewrite files: a small one, and real ones."""

import pathlib

import inputs
import peers
from checking import Checker
from goals import goal
from harness import Command, median, ratio

# The first command of a list is the one in question.
START = [
    Command(f"{tool} --version") for tool in ["symdemote", "patchelf", "readelf", "cp"]
] + [Command("{python} -c import%20lief", "import lief", is_counted=False)]
SMALL = [
    peers.OURS, Command("symdemote apply --policy={policy} {file}"), peers.COPY,
    Command("dd if={file} of={out} bs=1M conv=fsync"), peers.FLOOR, peers.SET_RPATH,
    Command("patchelf --set-rpath /x {file}"), *peers.PEERS,
]
REAL = [peers.OURS, Command("symdemote apply --policy={policy} {file}"), peers.COPY, peers.FLOOR,
        *peers.PEERS]

SAMPLE = "".join(
    f"int function_{i}(int x) {{ return x + {i}; }}\nint data_{i} = {i + 1};\n" for i in range(10)
) + "int main(void) { return 0; }\n"
MEMORY = {"node": 40, "chromium": 30}  # MB


def marks(bench, commands, given, places):
    """What the commands make of a file, checked by others."""
    checker, found = Checker(bench, given), {}
    for command in commands:
        if command.is_in_place or command in (peers.COPY, peers.SET_RPATH):
            continue
        if command.program == "dd" or not bench.can_run(command, places):
            continue
        if not isinstance(bench.run(command, places), str):
            bench.out.chmod(0o755)  # LIEF makes what nobody may execute.
            found[command] = checker.mark(bench.out)
    return found


def startup(bench):
    yield bench.table("Start-up", START, peers.places(bench), "cp")[0]


def small(bench):
    folder = bench.folder
    file = bench.compile("small", SAMPLE, "-O2", "-rdynamic")
    given = inputs.chosen(bench.options.symdemote, file, folder, "small")
    places = {**given.places, **peers.places(bench)}
    text, runs = bench.table(
        f"A small program, {given.title}", SMALL, places, ["cp", "floor"],
        marks=marks(bench, SMALL, given, places))
    figure = ratio(runs[peers.OURS], runs[peers.SET_RPATH], "cpu")
    yield text + goal("small file, CPU time against `patchelf --set-rpath`", figure, 2)


def files(bench):
    """The real files: `--files` or those of packages."""
    options = bench.options
    given = (pathlib.Path(each).resolve() for each in options.files)
    found = {path.name: path for path in given} or inputs.fetched()
    for name, path in found.items():
        listed = inputs.chosen(options.symdemote, path, bench.folder, name)
        if not listed.chosen:
            print(f"{path} is left out: symdemote would not change it")
            continue
        places = {**listed.places, **peers.places(bench)}
        text, runs = bench.table(
            listed.title, REAL, places, ["cp", "floor"], marks=marks(bench, REAL, listed, places))
        yield text + "".join(file_goals(name, path, runs))


def file_goals(name, path, runs):
    ours = runs[peers.OURS]
    if path.stat().st_size > inputs.LARGE:
        times = ratio(ours, runs[peers.FLOOR], "cpu")
        yield goal(f"{name}, CPU time against the floor", times, 1.5)
        rivals = [each for each in peers.DEMOTING if each in runs]
        if rivals:
            fastest = min(rivals, key=lambda each: median(runs[each], "cpu"))
            yield goal(
                f"{name}, CPU time against {fastest.rival}, the fastest peer",
                ratio(ours, runs[fastest], "cpu"), 0.5)
    if name in MEMORY:
        yield goal(f"{name}, peak memory", median(ours, "peak"), MEMORY[name], "MB")
