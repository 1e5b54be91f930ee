"""The model of the loader beside the loader itself, and beside tools that list libraries."""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess

from harness import Command, median, opening

# As `ldd -r` starts the loader: it loads, binds everything, and runs nothing.
TRACE = "LD_TRACE_LOADED_OBJECTS=1 LD_WARN=yes LD_BIND_NOW=1"
BINDINGS = [
    Command("symdemote bindings {program} --format=ld-debug"),
    Command("symdemote bindings {program} --format=json"),
    Command("symdemote bindings {program}"),
    Command(f"{TRACE} LD_DEBUG=bindings {{program}}", "ld.so", is_counted=False),
    Command(f"{TRACE} {{program}}", "silent ld.so", "binds, tells nothing", is_counted=False),
    Command("lddtree -l {program}", remark="libraries only", is_counted=False),
    Command("ldd {program}", remark="libraries only", is_counted=False),
    Command("libtree {program}", remark="libraries only"),
]
PROGRAMS = ["ffmpeg", "gdb", "ls"]

AUDIT = [
    Command("symdemote audit {program} --exit-zero --with={folder}"),
    Command(r"xargs -a {list} -d\n -P {cores} -n {share} nm -D", "nm", is_counted=False),
    Command(
        r"xargs -a {list} -d\n -P {cores} -n {share} readelf --wide --dyn-syms", "readelf",
        is_counted=False),
]
AUDITED = "python3"

PLAN = [
    Command("symdemote plan --all {program}"),
    Command("symdemote plan --all --no-process {program}", "--no-process"),
]
PLANNED = ["gdb", "python3"]


def installed(names):
    """The programs of `names` that are there, by name."""
    found = {name: shutil.which(name) for name in names}
    return {name: pathlib.Path(path).resolve() for name, path in found.items() if path}


def output(*command, **variables):
    return subprocess.run(
        command, capture_output=True, text=True, errors="replace",
        env={**os.environ, **variables}).stdout


def agreement(bench, program):
    """Whether the model and the loader say the same, by the line."""
    model = collections.Counter(
        line for line in output(
            bench.options.symdemote, "bindings", program, "--format=ld-debug").splitlines()
        if line.startswith("binding file "))
    variables = dict(word.split("=") for word in TRACE.split())
    log = bench.folder / "log"
    output(program, **variables, LD_DEBUG="bindings", LD_DEBUG_OUTPUT=str(log))
    loader = collections.Counter()
    for part in bench.folder.glob("log.*"):
        text = part.read_text(errors="replace")
        # No file has what the kernel's vDSO offers.
        loader.update(
            line for line in re.findall(r"^ *\d+:\t(binding file .*)$", text, re.MULTILINE)
            if "linux-vdso" not in line)
        part.unlink()
    missing, extra = (loader - model).total(), (model - loader).total()
    same = "the same lines" if missing == extra == 0 else f"{missing} missing, {extra} too many"
    return (f"The loader prints {loader.total():,} lines of bindings and the model "
            f"{model.total():,}: {same}.")


def bindings(bench, name, program):
    told = json.loads(output(bench.options.symdemote, "bindings", program, "--format=json"))
    process = told["files"][0]
    title = (f"`bindings` of {name}: {len(process['objects'])} objects, "
             f"{len(process['bindings']):,} references")
    return bench.table(
        title, BINDINGS, {"program": program}, "ld.so", agreement(bench, program), "")[0]


def libraries(folder):
    """The shared libraries below `folder`, each once."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and os.access(path, os.R_OK):
            with path.open("rb") as file:
                start = file.read(18)
            if start[:4] == b"\x7fELF" and 3 in start[16:18]:  # ET_DYN
                status = path.stat()
                found.setdefault((status.st_dev, status.st_ino), path)
    return list(found.values())


def forget(files):
    """Drops the pages of `files`, as far as no process has them mapped."""
    for path in files:
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def audit(bench, program):
    folder = program.parent.parent / "lib" / output("gcc", "-print-multiarch").strip()
    files = libraries(folder)
    listed = bench.folder / "libraries"
    listed.write_text("".join(f"{path}\n" for path in files))
    cores = os.cpu_count()
    places = {
        "program": program, "folder": folder, "list": listed, "cores": cores,
        "share": -(-len(files) // cores)}
    told = json.loads(output(
        bench.options.symdemote, "audit", program, f"--with={folder}", "--format=json"))
    latent = told["files"][0]["latent"]
    counts = [
        (latent["libraries_read"], "libraries read"),
        (latent["symbols_indexed"], "symbols indexed")]
    for cache, before in [("warm", lambda: None), ("cold", lambda: forget(files))]:
        remark = (f"{program.name} and a folder with {len(files):,} shared objects, the page cache "
                  f"{cache}. The other tools only print their symbols.")
        table, runs = bench.table(
            f"`audit --with` of a whole library folder, {cache}", AUDIT, places, "nm", remark, "",
            before=before)
        seconds = median(next(iter(runs.values())), "wall") / 1e3
        rates = [f"{count:,} {what}, {count / seconds:,.0f} a second" for count, what in counts]
        yield f"{table}- {'; '.join(rates)}.\n"


def report(bench):
    yield opening(bench, "Results for the loader model", ["symdemote", "ldd", "libtree", "nm"])
    for name, program in installed(PROGRAMS).items():
        yield bindings(bench, name, program)
    for program in installed([AUDITED]).values():
        yield from audit(bench, program)
    for name, program in installed(PLANNED).items():
        yield bench.table(
            f"`plan` of {name}, with and without its process", PLAN, {"program": program},
            "--no-process")[0]
