"""What is rewritten, and lists of the names that are to be demoted: nine exports of ten, by chance
but the same ones each time. What may be demoted at all, symdemote says."""

import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

from harness import HERE

CACHE = HERE.parent / ".build/bench"
PACKAGES = CACHE / "packages"
LIBRARIES = "usr/lib/x86_64-linux-gnu"
SEED = 1

# By what they are called in tables; each is a pattern below the packages' folder.
REAL = {
    "postgres": "usr/lib/postgresql/15/bin/postgres",
    "libwebkit2gtk": f"{LIBRARIES}/libwebkit2gtk-4.1.so.0.*",
    "libnode": f"{LIBRARIES}/libnode.so.108",
    "libLLVM": f"{LIBRARIES}/libLLVM-16.so.1",
    "chromium": "usr/lib/chromium/chromium",
}
# Programs that may be there, worth having if they are large themselves.
INSTALLED = ["node", "clang"]
LARGE = 5_000_000


@dataclass(frozen=True)
class Input:
    name: str
    file: pathlib.Path
    exports: int
    chosen: int
    names: pathlib.Path  # one a line
    policy: pathlib.Path  # the same, as symdemote takes them
    renames: pathlib.Path  # the same, as patchelf takes them: each with a new name

    @property
    def title(self):
        return f"{self.name}: {size(self.file)}, {self.exports:,} exports, {self.chosen:,} listed"

    @property
    def places(self):
        return {key: getattr(self, key) for key in ["file", "names", "policy", "renames"]}


def size(file):
    count = file.stat().st_size
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.0f} KB"


def exports(symdemote, file):
    command = [symdemote, "exports", "--format=json", file]
    told = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    return told["files"][0].get("exports", [])


def refused(symdemote, policy, file):
    """Names that a rule keeps though the policy lists them: those about processes are not asked
    before a selection is known."""
    command = [symdemote, "plan", f"--policy={policy}", file]
    log = subprocess.run(command, capture_output=True, text=True, errors="replace").stderr
    return set(re.findall(r": (\S+) must stay exported", log))


def chosen(symdemote, file, folder, name, share=0.9):
    """An Input of `file`, its lists in `folder`."""
    listed = exports(symdemote, file)
    names = sorted({each["name"] for each in listed if each["demotable"] and each["name"]})
    count = min(len(names), round(share * len(listed)))
    names = sorted(random.Random(SEED).sample(names, count))
    lists = {key: folder / f"{name}.{key}" for key in ["names", "policy", "renames"]}

    def write():
        lists["policy"].write_text("".join(f"demote {each}\n" for each in names))
    write()
    if objections := refused(symdemote, lists["policy"], file):
        names = [each for each in names if each not in objections]
        write()
    lists["names"].write_text("".join(f"{each}\n" for each in names))
    lists["renames"].write_text("".join(f"{each} renamed_{each}\n" for each in names))
    return Input(name, file, len(listed), len(names), **lists)


def fetched():
    """The real files by name, the smallest first."""
    subprocess.run([HERE / "fetch-inputs"], check=True)
    found = {name: next(PACKAGES.glob(pattern), None) for name, pattern in REAL.items()}
    for name in found:
        if not found[name]:
            print(f"{name} is left out: its package holds no {REAL[name]}", file=sys.stderr)
    for name in INSTALLED:
        if path := shutil.which(name) or beside_swift(name):
            found[name] = pathlib.Path(path).resolve()
    files = {name: path for name, path in found.items() if path and path.stat().st_size > LARGE}
    return dict(sorted(files.items(), key=lambda item: item[1].stat().st_size))


def beside_swift(name):
    swift = shutil.which("swift")
    return swift and shutil.which(name, path=pathlib.Path(swift).resolve().parent)
