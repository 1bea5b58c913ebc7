"""Measure this product beside its peers: bin/bench [PART ...]. Without parts: all of them.

Each part ends within five minutes. The figures mean something only on an otherwise idle machine.
"""

import argparse
import sys
import time
import traceback
from pathlib import Path

from tests.bench.machine import raise_file_limit
from tests.bench.options import Options
from tests.bench.parts.catalogue import GROUPS, PARTS, chosen
from tests.bench.progress import say
from tests.bench.results.figures import Row, show
from tests.bench.results.goals import judge
from tests.bench.results.report import write_report
from tests.bench.results.table import format_table

DEFAULT_REPORT = Path("data/bench.json")


def main() -> int:
    arguments = _parser().parse_args()
    try:
        parts = chosen(arguments.parts)
    except KeyError as unknown:
        sys.stderr.write(f"bench: there is no part {unknown}. Parts: {_known()}.\n")
        return 2
    options = Options(
        age_s=arguments.age,
        talk_s=arguments.talk,
        evening_s=arguments.evening,
        scale=arguments.scale,
        files=raise_file_limit(),
    )
    say(f"A process may open {options.files:,} files here.")
    rows: list[Row] = []
    failed = [name for name in parts if not _run(name, options, rows)]
    verdicts = judge(rows)
    write_report(arguments.json, rows, verdicts, options)
    sys.stdout.write(format_table(rows, verdicts) + f"\n\nEvery figure: {arguments.json}\n")
    for name in failed:
        sys.stderr.write(f"bench: {name} could not be measured.\n")
    return 1 if failed else 0


def _run(name: str, options: Options, rows: list[Row]) -> bool:
    """Measure a part, adding its rows as they come; False if it failed, which ends only that part."""
    began = time.monotonic()
    try:
        for row in PARTS[name](options):
            rows.append(row)
            say(f"{row.part}: {row.subject}: {'; '.join(filter(None, (show(row), *row.notes)))}")
    except Exception:  # noqa: BLE001 -- the other parts are still worth measuring
        traceback.print_exc()
        return False
    say(f"{name} took {time.monotonic() - began:.0f} s.")
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__, epilog=f"Parts: {_known()}.")
    add = parser.add_argument
    add("parts", nargs="*", metavar="PART", help="what to measure; everything without")
    add("--json", type=Path, default=DEFAULT_REPORT, metavar="FILE", help="where every figure goes: %(default)s")
    add("--age", type=float, default=8.0, metavar="S", help="how long sockets stand before they are measured")
    add("--talk", type=float, default=5.0, metavar="S", help="how long each of them is measured")
    add("--evening", type=float, default=120.0, metavar="S", help="how long the borough's evening lasts")
    add("--scale", type=float, default=1.0, metavar="X", help="a share of every crowd, for a quick look")
    return parser


def _known() -> str:
    return ", ".join([*GROUPS, *PARTS])


if __name__ == "__main__":
    sys.exit(main())
