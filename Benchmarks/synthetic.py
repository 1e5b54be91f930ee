"""Shared libraries with many exports, and twice as many relocations that name them.

They are written as assembly: a compiler would take minutes for what the assembler does in seconds,
and GNU ld for what lld does.
Names are as long as C++ names in real libraries are in the middle: some forty bytes, of which many
have the first half in common.
"""

import subprocess

SIZES = [1_000, 10_000, 100_000, 1_000_000]


def name_of(number):
    return f"_ZN9synthetic6module{number % 97:02d}5Thing8method{number:07d}Eii"


def source(count):
    yield ".text\n"
    for number in range(count):
        name = name_of(number)
        yield f".globl {name}\n.type {name}, @function\n{name}: ret\n.size {name}, 1\n"
    # Pointers, as in virtual tables: each is a relocation that names its function.
    yield ".section .data.rel,\"aw\"\n.balign 8\n"
    for number in range(count):
        other = number * 7919 % count
        yield f".quad {name_of(number)}, {name_of(other)}\n"
    yield ".section .note.GNU-stack,\"\",@progbits\n"


def library(folder, count):
    """A library with `count` exports, made once and kept in `folder`."""
    path = folder / f"synthetic-{count}.so"
    if not path.exists():
        text, object_file = folder / "synthetic.s", folder / "synthetic.o"
        with text.open("w") as file:
            file.writelines(source(count))
        unfinished = folder / "synthetic.so"
        subprocess.run(["as", text, "-o", object_file], check=True)
        subprocess.run(
            ["ld.lld", "-shared", "--hash-style=gnu", "-soname", path.name, object_file,
             "-o", unfinished], check=True)
        unfinished.rename(path)
        text.unlink()
        object_file.unlink()
    return path
