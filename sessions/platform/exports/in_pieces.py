"""A long list as a file that is written piece by piece, as a table for spreadsheets or as JSON; pure.

batches: rows by the names of their columns, so many at a time as may be in memory at once.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sessions.platform.exports.csv_table import csv_lines


def csv_in_pieces(columns: Sequence[str], batches: Iterable[Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """Yield a CSV table. The first piece begins with the byte order mark by which spreadsheets recognise UTF-8."""
    yield "\ufeff" + csv_lines([columns])
    for rows in batches:
        yield csv_lines([row[column] for column in columns] for row in rows)


def json_in_pieces(head: Mapping[str, Any], name: str, batches: Iterable[Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """An object with these members and, under this name, the rows."""
    yield json.dumps(head, ensure_ascii=False).removesuffix("}") + f', "{name}": ['
    comma = ""
    for rows in filter(None, batches):
        yield comma + ",".join(json.dumps(row, ensure_ascii=False) for row in rows)
        comma = ","
    yield "]}\n"
