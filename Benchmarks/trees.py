"""`audit` of all programs of the system, beside tools that only list what programs need."""

import os
import pathlib

from harness import Command, median

COMMANDS = [
    Command("symdemote audit --exit-zero --recursive /usr", statuses=(0, 2), passes=3),
    Command(
        "symdemote audit --exit-zero --files-from={list}", "symdemote, the list",
        statuses=(0, 2), passes=3),
    Command(r"xargs -a {list} -d\n -P {cores} -n {share} lddtree -l", "lddtree",
            "libraries only", is_counted=False, limit=300, passes=3),
    Command(r"xargs -a {list} -d\n -P {cores} -n {share} libtree", "libtree",
            "few libraries", is_counted=False, limit=300, statuses=(0, 123), passes=3),
    Command(r"xargs -a {list} -d\n -P {cores} -n {share} readelf -d", "readelf",
            "prints .dynamic", is_counted=False, passes=3),
]


def programs(folder):
    """ELF files below `folder` that have an interpreter, each once."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or not os.access(path, os.R_OK):
            continue
        with path.open("rb") as file:
            start = file.read(4096)
        if start[:5] == b"\x7fELF\x02" and b"/ld-linux" in start:
            status = path.stat()
            found.setdefault((status.st_dev, status.st_ino), path)
    return list(found.values())


def trees(bench):
    files = programs(pathlib.Path("/usr"))
    listed = bench.folder / "programs"
    listed.write_text("".join(f"{path}\n" for path in files))
    cores = os.cpu_count()
    places = {"list": listed, "cores": cores, "share": -(-len(files) // cores)}
    remark = (f"{len(files):,} programs with the libraries of their processes; `--recursive` finds "
              f"more, of other machines. The other tools get the list in {cores} parts at once. "
              "libtree leaves out the libraries that most programs have.")
    text, runs = bench.table(
        "All programs below /usr", COMMANDS, places, "readelf", remark, "")
    rates = [
        f"{each.rival} {len(files) / median(mine, 'wall') * 1e3:,.0f}"
        for each, mine in list(runs.items())[1:]
    ]
    yield f"{text}- Programs a second: {'; '.join(rates)}.\n"
