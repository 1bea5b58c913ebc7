"""The figures of many chats put together by ward and by month; pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sessions.record.figures.counting import ChatFigures, add_up

MONTHS = 24
"""Months that the pages show; the files have all."""


class FiguresOfChat(NamedTuple):
    """One chat's figures; month: its first day."""

    ward: int
    month: date
    slug: str
    figures: ChatFigures


def by_ward(rows: Iterable[FiguresOfChat]) -> dict[int, ChatFigures]:
    """The figures by the ward's number, in the order of the numbers."""
    found: dict[int, list[ChatFigures]] = {}
    for row in rows:
        found.setdefault(row.ward, []).append(row.figures)
    return {ward: add_up(found[ward]) for ward in sorted(found)}


def by_month(rows: Iterable[FiguresOfChat], *, until: date) -> dict[date, ChatFigures]:
    """The newest month first, from `until` (or a later chat's month) back to the first chat; one without has none."""
    found: dict[date, list[ChatFigures]] = {}
    for row in rows:
        found.setdefault(row.month, []).append(row.figures)
    if not found:
        return {}
    return {month: add_up(found.get(month, ())) for month in months_back(max(until, *found), to=min(found))}


def by_ward_and_month(rows: Iterable[FiguresOfChat]) -> list[tuple[int, date, list[str], ChatFigures]]:
    """Ward, month, the slugs of the records, and the figures; by month, then by ward."""
    found: dict[tuple[date, int], list[FiguresOfChat]] = {}
    for row in rows:
        found.setdefault((row.month, row.ward), []).append(row)
    return [
        (ward, month, [each.slug for each in chats], add_up(each.figures for each in chats))
        for (month, ward), chats in sorted(found.items(), key=lambda item: item[0])
    ]


def months_back(month: date, *, to: date) -> Sequence[date]:
    """The first days of the months, from this one back to that one."""
    places = range(month.year * 12 + month.month - 1, to.year * 12 + to.month - 2, -1)
    return [date(place // 12, place % 12 + 1, 1) for place in places]


def first_shown(month: date) -> date:
    """The first of the MONTHS months that end with this one."""
    place = month.year * 12 + month.month - MONTHS
    return date(place // 12, place % 12 + 1, 1)
