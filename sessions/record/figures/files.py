"""The figures as files: one row for each ward and month in which records were published; pure."""

from collections.abc import Iterable
from typing import Any

from sessions.contract.reasons import Reason
from sessions.models import QuestionKind
from sessions.platform.exports.csv_table import csv_table
from sessions.record.figures.by_month import FiguresOfChat, by_ward_and_month
from sessions.record.figures.counting import ChatFigures

CHAT_FIGURES_FORMAT = "councillor-chat-figures/1"
COUNTED_KINDS = tuple(QuestionKind.values)
REASONS = tuple(str(reason) for reason in Reason)

COLUMNS = (
    "ward",
    "month",
    "records",
    "chats",
    "asked",
    "answered",
    "on_notice",
    "owed",
    "refused",
    "others",
    "median_wait_s",
    *(f"refused_{reason}" for reason in REASONS),
    *(f"{word}_{kind}" for kind in COUNTED_KINDS for word in ("accepted", "answered", "answered_share")),
    "answered_next_door",
    "held",
    "unread",
)
"""Columns of the table; new ones are only added at the end."""


def figure_rows(chats: Iterable[FiguresOfChat]) -> list[dict[str, Any]]:
    """Plain JSON values; without a value None. records: slugs; the wait in seconds, shares from 0 to 1."""
    return [
        {"ward": ward, "month": f"{month:%Y-%m}", "records": slugs, **_numbers(figures)}
        for ward, month, slugs, figures in by_ward_and_month(chats)
    ]


def figures_as_csv(chats: Iterable[FiguresOfChat]) -> str:
    return csv_table(COLUMNS, ({**row, "records": " ".join(row["records"])} for row in figure_rows(chats)))


def _numbers(figures: ChatFigures) -> dict[str, Any]:
    wait = figures.median_wait
    numbers: dict[str, Any] = {
        "chats": figures.chats,
        "asked": figures.asked,
        "answered": figures.all_answered,
        "on_notice": figures.on_notice,
        "owed": figures.owed,
        "refused": figures.all_refused,
        "others": figures.others,
        "median_wait_s": None if wait is None else wait / 1000,
    }
    numbers |= {f"refused_{reason}": figures.refused.get(reason, 0) for reason in REASONS}
    for kind in COUNTED_KINDS:
        share = figures.share(kind)
        numbers[f"accepted_{kind}"] = figures.accepted.get(kind, 0)
        numbers[f"answered_{kind}"] = figures.answered.get(kind, 0)
        numbers[f"answered_share_{kind}"] = None if share is None else round(share, 4)
    numbers |= {"answered_next_door": figures.next_door, "held": figures.held, "unread": figures.unread}
    return numbers
