"""What is to be reached, as lines that measured numbers decide about, and their table."""

import re

from harness import row

LINE = re.compile(r"^- Goal (met|missed): (.*): ([^:]*), at most (.*)\.$", re.MULTILINE)


def goal(what, figure, bound, unit="×"):
    """A line below a table."""
    verdict = "met" if figure <= bound else "missed"
    return f"- Goal {verdict}: {what}: {figure:.2f} {unit}, at most {bound:g} {unit}.\n"


def table(parts):
    """All goals of the sections in `parts`."""
    lines = ["## Goals", "", row(["what", "measured", "at most", "goal"]), row(["---"] * 4)]
    found = [match for part in parts for match in LINE.finditer(part)]
    lines += [row([what, figure, bound, verdict]) for verdict, what, figure, bound in (
        match.groups() for match in found)]
    return "\n".join(lines) + "\n" if found else ""
