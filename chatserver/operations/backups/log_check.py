"""Checks that a log is complete: every stream without a gap, up to the stream's own last number."""

from collections.abc import Callable, Sequence
from typing import Any

Ask = Callable[[str], Sequence[Sequence[Any]]]

STREAMS = """
SELECT s.id, s.name, s.seq, count(e.seq), coalesce(max(e.seq), 0)
FROM chat_sessions_stream s LEFT JOIN chat_sessions_event e ON e.stream_id = s.id
GROUP BY s.id, s.name, s.seq
HAVING count(e.seq) <> s.seq OR coalesce(max(e.seq), 0) <> s.seq
ORDER BY s.id LIMIT 1
"""


def find_gap(ask: Ask) -> str:
    """The first incomplete stream and the first number that it lacks, in words; empty where all are complete."""
    broken = ask(STREAMS)
    if not broken:
        return ""
    [(stream_id, name, seq, _count, _last)] = broken
    numbers = {number for (number,) in ask(f"SELECT seq FROM chat_sessions_event WHERE stream_id = {int(stream_id)}")}  # noqa: S608
    missing = next((number for number in range(1, seq + 1) if number not in numbers), seq + 1)
    return f"The log is not whole: stream {stream_id} ({name}) lacks, or has too much at, number {missing} of {seq}."
