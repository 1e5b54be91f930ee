"""symdemote and its peers on libraries that differ in nothing but their size."""

import inputs
import peers
import plot
import synthetic
from goals import goal
from harness import median
from rewriting import marks

COMMANDS = [peers.OURS, peers.COPY, peers.FLOOR, *peers.PEERS]
PATIENCE = 12_000  # ms of CPU; who takes longer is not asked about ten times as many.
CHECKED = 100_000  # A check in Python of a million symbols and ten times over takes minutes.


def growth(bench):
    options, folder = bench.options, inputs.CACHE / "synthetic"
    folder.mkdir(parents=True, exist_ok=True)
    points = {}  # By command: exports and ms.
    given_up = set()
    shared = peers.places(bench)
    for count in [size for size in synthetic.SIZES if size <= options.largest]:
        file = synthetic.library(folder, count)
        given = inputs.chosen(options.symdemote, file, folder, f"synthetic-{count}")
        places = {**given.places, **shared}
        commands = [each for each in COMMANDS if each not in given_up]
        remark = ", ".join(each.rival for each in COMMANDS if each in given_up)
        checked = marks(bench, commands, given, places) if count <= CHECKED else None
        text, runs = bench.table(
            f"Synthetic, {given.title}, {2 * count:,} relocations", commands, places,
            ["cp", "floor"],
            *([f"Not tried, since it took too long for a tenth of this: {remark}.", ""]
              if remark else []), marks=checked)
        for command in commands:
            if command in runs:
                cost = median(runs[command], "cpu")
                points.setdefault(command.rival, []).append((count, cost))
            if command.limit and (command not in runs or cost > PATIENCE):
                given_up.add(command)
        yield text
    lines = dict(points["symdemote"])
    if 1_000_000 in lines:
        figure = lines[1_000_000] / lines[100_000] / 10
        yield goal("CPU time per symbol, 1M exports against 100k", figure, 1.5)
    (options.results / "growth.svg").write_bytes(plot.svg(points))
    yield "\n![CPU time against the number of exports](growth.svg)\n"
