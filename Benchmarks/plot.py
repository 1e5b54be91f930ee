"""Lines of time against size, on both scales by powers of ten, as SVG.

The same numbers give the same bytes. Ground and text suit a light and a dark page: a card of its
own, as GitHub shows pictures on either.
"""

import io
import re

# By what a line is called: colour, width, dashes.
STYLES = {
    "symdemote": ("#d1242f", 2.6, "-"),
    "floor": ("#1a7f37", 1.6, "-"),
    "cp": ("#57606a", 1.6, "--"),
    "LIEF": ("#8250df", 1.6, "-"),
    "patchelf": ("#0969da", 1.6, "-"),
    "objcopy": ("#bf8700", 1.6, ":"),
    "llvm-objcopy": ("#bc4c00", 1.6, ":"),
}
WORDS = {
    "floor": "floor (no checks)", "patchelf": "patchelf (renames)",
    "objcopy": "objcopy (.symtab only)", "llvm-objcopy": "llvm-objcopy (.symtab only)",
}


def spread(ends, least):
    """Heights for labels at the ends of lines, in order and `least` apart."""
    placed, last = {}, None
    for name, height in sorted(ends.items(), key=lambda item: item[1]):
        last = height if last is None else max(height, last + least)
        placed[name] = last
    return placed


def svg(points):
    """`points` has for each line pairs of exports and ms."""
    import math

    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams.update({
        "svg.hashsalt": "symdemote", "svg.fonttype": "none", "font.size": 11,
        "font.family": ["sans-serif"], "font.sans-serif": ["DejaVu Sans"],
    })
    from matplotlib import pyplot
    from matplotlib.ticker import FuncFormatter

    figure, axes = pyplot.subplots(figsize=(8.6, 4.8), facecolor="#ffffff")
    axes.set_xscale("log")
    axes.set_yscale("log")
    ends = {}
    for name, line in points.items():
        colour, width, dashes = STYLES[name]
        axes.plot(
            *zip(*line), dashes, color=colour, linewidth=width, marker="o", markersize=3.5,
            zorder=3 if name == "symdemote" else 2, clip_on=False)
        ends[name] = math.log10(line[-1][1])
    low, high = (math.log10(each) for each in axes.get_ylim())
    at = max(count for line in points.values() for count, _ in line) * 1.15
    for name, height in spread(ends, 0.052 * (high - low)).items():
        last = points[name][-1]
        is_short = last[0] * 1.2 < at / 1.15
        # A line that ends early has its name there.
        place = (last[0] * 1.15, last[1]) if is_short else (at, 10 ** height)
        axes.annotate(
            WORDS.get(name, name), place, color=STYLES[name][0], va="center",
            weight="bold" if name == "symdemote" else "normal", annotation_clip=False, fontsize=10)
    axes.set_xlabel("exports, with twice as many relocations; nine of ten are demoted")
    axes.set_title("CPU time, ms", loc="left", fontsize=11)
    grouped = FuncFormatter(lambda value, _: f"{value:,.10g}")
    axes.xaxis.set_major_formatter(grouped)
    axes.yaxis.set_major_formatter(grouped)
    axes.minorticks_off()
    axes.grid(color="#d8dee4", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ["top", "right"]:
        axes.spines[side].set_visible(False)
    for side in ["left", "bottom"]:
        axes.spines[side].set_color("#8c959f")
    axes.tick_params(color="#8c959f")
    figure.subplots_adjust(left=0.085, right=0.74, top=0.92, bottom=0.12)
    stream = io.BytesIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return re.sub(rb"[ \t]+\n", b"\n", stream.getvalue())
