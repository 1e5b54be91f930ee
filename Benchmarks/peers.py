"""The other tools, each with the job it has that is nearest to a demotion by a list."""

import subprocess
import sys

from harness import HERE, Command
from inputs import CACHE

FLOOR = Command("{floor} {names} {file} {out}", "floor", "no checks")
OURS = Command("symdemote apply --policy={policy} --output={out} {file}")
COPY = Command("cp {file} {out}")
# What changes .dynsym; the first two for OURS to be held against, the others for the reader.
DEMOTING = [
    Command("{python} {script} {names} {file} {out}", "LIEF", is_counted=False, limit=120, passes=3),
    Command(
        "patchelf --rename-dynamic-symbols {renames} --output {out} {file}", "patchelf", "renames",
        limit=120),
]
LOCALIZING = [
    Command("objcopy --localize-symbols={names} {file} {out}", limit=60),
    Command("llvm-objcopy --localize-symbols={names} {file} {out}", limit=60),
]
SET_RPATH = Command("patchelf --set-rpath /x --output {out} {file}", "patchelf --set-rpath")
PEERS = DEMOTING + LOCALIZING


def lief_python():
    """The interpreter of an environment that has LIEF; made once. None if that cannot be had."""
    python = CACHE / "python/bin/python"
    test = [python, "-c", "import lief"]
    if python.exists() and subprocess.run(test, capture_output=True).returncode == 0:
        return python
    CACHE.mkdir(parents=True, exist_ok=True)
    for command in [
        ["/usr/bin/python3", "-m", "venv", CACHE / "python"],
        [python, "-m", "pip", "install", "--quiet", "lief"],
    ]:
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
            print("LIEF is left out: it cannot be installed", file=sys.stderr)
            return None
    return python


def places(bench):
    """What the commands above have in braces, beside the input's."""
    floor = bench.compile("floor", (HERE / "floor.c").read_text(), "-O2", "-static")
    found = {"floor": floor, "script": HERE / "lief_demote.py"}
    if python := lief_python():
        found["python"] = python
    return found
