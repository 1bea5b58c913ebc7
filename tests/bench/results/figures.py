"""The results of a part of the bench: one row for each subject, with its figures by name; pure."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Row:
    """figures: plain numbers, in the units that their names say; notes: remarks for the reader."""

    part: str
    subject: str
    figures: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _short(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def _milliseconds(value: float) -> str:
    return f"{value:,.0f} ms"


SHOWN: dict[str, Callable[[float], str]] = {
    "us_per_frame": lambda value: f"{_short(value)} µs/frame",
    "us_of_fanout": lambda value: f"{_short(value)} of it fan-out",
    "deliveries_per_s": lambda value: f"{_whole(value)} deliveries/s",
    "heard_by_all_ms": lambda value: f"by all in {_milliseconds(value)}",
    "joins_per_s": lambda value: f"{_whole(value)} joins/s",
    "ms_per_join": lambda value: f"{value:.2f} ms CPU each",
    "back_after_s": lambda value: f"all back in {value:.1f} s",
    "commands_per_s": lambda value: f"{_whole(value)} commands/s",
    "paced_per_s": lambda value: f"at {_whole(value)}/s",
    "p50_ms": lambda value: f"p50 {_milliseconds(value)}",
    "p95_ms": lambda value: f"p95 {_milliseconds(value)}",
    "p95_cpu_ms": lambda value: f"p95 {_milliseconds(value)} of CPU",
    "page_p95_ms": lambda value: f"a whole page p95 {_milliseconds(value)}",
    "near_p95_ms": lambda value: f"near copies p95 {_milliseconds(value)}",
    "near_p95_cpu_ms": lambda value: f"{_milliseconds(value)} of CPU",
    "list_p95_ms": lambda value: f"a page of the list p95 {_milliseconds(value)}",
    "list_p95_cpu_ms": lambda value: f"{_milliseconds(value)} of CPU",
    "open311_p95_ms": lambda value: f"a page of Open311 p95 {_milliseconds(value)}",
    "open311_p95_cpu_ms": lambda value: f"{_milliseconds(value)} of CPU",
    "complaints": lambda value: f"{_whole(value)} complaints",
    "questions": lambda value: f"{_whole(value)} questions",
    "p99_ms": lambda value: f"p99 {_milliseconds(value)}",
    "calm_p99_ms": lambda value: f"in peace {_milliseconds(value)}",
    "quiet_ack_p50_ms": lambda value: f"in peace acks p50 {_milliseconds(value)}",
    "quiet_ack_p99_ms": lambda value: f"p99 {_milliseconds(value)}",
    "quiet_heard_p50_ms": lambda value: f"events p50 {_milliseconds(value)}",
    "quiet_heard_p99_ms": lambda value: f"p99 {_milliseconds(value)}",
    "busy_complaints": lambda value: f"beside {_whole(value)} complaints",
    "busy_ack_p50_ms": lambda value: f"acks p50 {_milliseconds(value)}",
    "busy_ack_p99_ms": lambda value: f"p99 {_milliseconds(value)}",
    "busy_ack_ratio": lambda value: f"× {value:.2f}",
    "busy_heard_p50_ms": lambda value: f"events p50 {_milliseconds(value)}",
    "busy_heard_p99_ms": lambda value: f"p99 {_milliseconds(value)}",
    "busy_heard_ratio": lambda value: f"× {value:.2f}",
    "surge_complaints": lambda value: f"beside a surge of {_whole(value)}",
    "surge_ack_p50_ms": lambda value: f"acks p50 {_milliseconds(value)}",
    "surge_ack_p99_ms": lambda value: f"p99 {_milliseconds(value)}",
    "surge_ack_ratio": lambda value: f"× {value:.2f}",
    "surge_heard_p50_ms": lambda value: f"events p50 {_milliseconds(value)}",
    "surge_heard_p99_ms": lambda value: f"p99 {_milliseconds(value)}",
    "surge_heard_ratio": lambda value: f"× {value:.2f}",
    "signed_in": lambda value: f"{_whole(value)} newcomers signed in",
    "sign_in_p50_s": lambda value: f"in {value:.1f} s (p50)",
    "loaded_again": lambda value: f"{_whole(value)} residents loaded a page",
    "server_share": lambda value: f"server {value:.0%} busy",
    "refused": lambda value: f"{_whole(value)} refused",
    "signed_out": lambda value: f"{_whole(value)} signed out",
    "grown_mb": lambda value: f"{value:+,.0f} MB",
    "half_per_s": lambda value: f"at {_whole(value)}/s",
    "half_p99_ms": lambda value: f"p99 {_milliseconds(value)}",
    "kb_per_resident": lambda value: f"{_short(value)} KB a resident",
    "frames_per_resident": lambda value: f"{_short(value)} frames a resident",
    "room_reads": lambda value: f"{_whole(value)} reads of the log",
    "room_reads_of_few": lambda value: f"{_whole(value)} with a tenth of them",
    "cpu_s": lambda value: f"{_short(value)} s CPU",
    "events": lambda value: f"{_whole(value)} events",
    "events_lost": lambda value: f"{_whole(value)} not received",
    "faults": lambda value: f"{_whole(value)} faults",
    "load_share": lambda value: f"generator {value:.0%} busy",
    "sockets": lambda value: f"{_whole(value)} sockets",
}
"""The format of a figure in the table; figures without one are only in the JSON file."""


def show(row: Row) -> str:
    """A row's figures in one line, in the order of SHOWN."""
    return ", ".join(shown(row.figures[name]) for name, shown in SHOWN.items() if name in row.figures)
