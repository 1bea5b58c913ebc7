"""Writes chatserver/docs/limits.md, the table of all bounds, from modules: `python -m tests.project.limits_page`."""

import re
import sys
from pathlib import Path

from sessions.contract import limits

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "chatserver" / "docs" / "limits.md"
RATE_LIMITS = ROOT / "chatserver" / "accounts" / "limits" / "rate_limits.py"
FIGURE = re.compile(r"([A-Z][A-Z_]*) = .+?  # (.+)")
BYTES = re.compile(r"bytes(?!/)\b ?")
HEAD = """# Limits

Made by `python -m tests.project.limits_page` from `sessions/contract/limits.py`, where the figures stand. The sections
are in the order in which a request meets them, so a bound further up is hit first. Settings of an operator:
`chatserver/docs/settings.md`.
"""
ASKING_HEAD = """## Codes, sign-in and messages

From `{name}`. The form says that it was too often, and how long to wait. Beyond the free number it brings a proof of
work, which grows.

| bound | so often | free of work |
|---|--:|--:|
"""
ASKING = re.compile(r"^([A-Z_]+) = Limit\(\"[^\"]+\", ([\d_]+), ([^,]+), _[A-Z_]+(?:, free=([\d_]+))?\)$", re.MULTILINE)
SPANS = {"MINUTE_S": "minute", "HOUR_S": "hour", "DAY_S": "day"}


class FigureWithoutWords(ValueError):
    """A line of the module has neither a heading nor a figure with its unit."""


def write_page(source: str) -> str:
    """The page as it is to be committed. Raises FigureWithoutWords."""
    lines, is_table = [HEAD], False
    for line in source[source.index("# ## ") :].splitlines():
        if line.startswith("# ## "):
            lines, is_table = [*lines, f"{line.removeprefix('# ')}\n"], False
        elif line.startswith("# "):
            lines.append(line.removeprefix("# "))
        elif line:
            lines += [] if is_table else ["\n| bound | figure | of what |\n|---|--:|---|"]
            lines.append(write_row(line))
            is_table = True
        else:
            lines.append("")
    return "\n".join(lines) + "\n"


def write_row(line: str) -> str:
    found = FIGURE.fullmatch(line)
    if found is None:
        raise FigureWithoutWords(line)
    name, words = found.groups()
    figure, words = write_figure(getattr(limits, name), words)
    return f"| `{name}` | {figure} | {words} |"


def write_figure(value: float | limits.Rate, words: str) -> tuple[str, str]:
    """The figure as people read it, and the words without the unit that it says."""
    match value:
        case limits.Rate(burst, per_second):
            return f"{burst}, then {per_second:.3g}/s", words
        case int() if BYTES.match(words) and value % 1024 == 0:
            kib = value // 1024
            return (f"{kib // 1024} MiB" if kib % 1024 == 0 else f"{kib} KiB"), BYTES.sub("", words, count=1)
        case _:
            return f"{value:,}", words


def write_asking(source: str) -> str:
    """The section on what one may ask for only so often."""
    rows = [
        f"| `{name}` | {int(times):,} in {write_span(span)} | {f'{int(free):,}' if free else ''} |"
        for name, times, span, free in ASKING.findall(source)
    ]
    return ASKING_HEAD.format(name=RATE_LIMITS.relative_to(ROOT).as_posix()) + "\n".join(rows) + "\n"


def write_span(seconds: str) -> str:
    """The words for a product such as 15 * MINUTE_S."""
    *times, unit = seconds.split(" * ")
    return f"{times[0]} {SPANS[unit]}s" if times else f"one {SPANS[unit]}"


def make_page() -> str:
    page = write_page(Path(limits.__file__).read_text(encoding="utf-8"))
    before, mark, after = page.partition("## A socket\n")
    return before + write_asking(RATE_LIMITS.read_text(encoding="utf-8")) + "\n" + mark + after


def main() -> None:
    PAGE.write_text(make_page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")


if __name__ == "__main__":
    main()
