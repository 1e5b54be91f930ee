"""symdemote beside tools that start, copy and rewrite files."""

import json
import pathlib
import shutil
import subprocess
import sys

from harness import Command, opening

# The first command of a list is the one in question.
START = [
    Command(f"{tool} --version") for tool in ["symdemote", "patchelf", "readelf", "cp"]
]
REWRITE = [Command(template) for template in [
    "symdemote apply --all --output={out} {file}",
    "symdemote apply --all --no-process --output={out} {file}",
    "symdemote apply --all {file}",
    "cp {file} {out}",
    "dd if={file} of={out} bs=1M conv=fsync",
    "patchelf --set-rpath /x --output {out} {file}",
    "patchelf --set-rpath /x {file}",
]]
INSTALLED = ["perl", "gdb", "node", "clang"]

SAMPLE = "".join(
    f"int function_{i}(int x) {{ return x + {i}; }}\nint data_{i} = {i + 1};\n" for i in range(10)
) + "int main(void) { return 0; }\n"


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
    yield opening(bench, "Results", ["symdemote", "patchelf", "cp"])
    yield bench.table("Start-up", START, {}, "cp")[0]

    small = bench.compile("small", SAMPLE, "-O2", "-rdynamic")
    words, _ = describe(options.symdemote, small)
    yield bench.table(f"A small program: {words}", REWRITE, {"file": small}, "cp")[0]

    found = options.files or map(shutil.which, INSTALLED)
    for path in dict.fromkeys(pathlib.Path(each).resolve() for each in found if each):
        words, demotable = describe(options.symdemote, path)
        if demotable:
            yield bench.table(f"{path.name}: {words}", REWRITE, {"file": path}, "cp")[0]
        else:
            print(f"{path} is left out: symdemote would not change it", file=sys.stderr)
