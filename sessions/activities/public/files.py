"""The list as files: a table for spreadsheets and JSON, written piece by piece; the filters of the list apply."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sessions.activities.public.facts import PublicActivity
from sessions.activities.public.filters import ActivityFilter
from sessions.activities.public.listing import activity_list
from sessions.activities.rupees import plain_rupees
from sessions.log.logged_event import wire_time
from sessions.models import Activity
from sessions.platform.exports.in_pieces import csv_in_pieces, json_in_pieces
from sessions.platform.exports.license import license_field
from sessions.platform.lists.listed_page import in_batches
from sessions.platform.text.by_language import language_codes

FORMAT = "councillor-chat-activities/1"
CHUNK = 200
ACTIVITY_COLUMNS = (
    "number",
    "ward",
    "borough",
    "kind",
    "state",
    "on_day",
    *(f"title_{code}" for code in language_codes()),
    *(f"text_{code}" for code in language_codes()),
    "category",
    "landmark",
    "lat",
    "lon",
    "budget_line",
    "amount_rupees",
    "source_link",
    "matters",
    "promises",
    "version",
    "published_at",
    "changed_at",
    "hidden_until",
)
"""Columns of the public files; new ones are only added at the end. kind: done, planned or not_reported."""


def activity_row(facts: PublicActivity) -> dict[str, Any]:
    """Plain values. hidden_until: the last day of a freeze, in which all that the office says is left out."""
    activity, borough = facts.activity, facts.activity.borough
    if activity.ward is not None:
        borough = activity.ward.borough
    known: dict[str, Any] = {
        "number": activity.number,
        "ward": activity.ward.number if activity.ward is not None else None,
        "borough": borough.code if borough is not None else "",
        "kind": facts.kind,
        "state": activity.state,
        "on_day": activity.on_day.isoformat(),
        "category": activity.category.slug if activity.category is not None else "",
        "version": activity.version,
        "published_at": _moment(activity.published_at),
        "changed_at": _moment(activity.changed_at),
        "hidden_until": facts.freeze.to_on.isoformat() if facts.freeze is not None else "",
    }
    said = {} if facts.is_hidden else _said(activity)
    return {name: known.get(name, said.get(name)) for name in ACTIVITY_COLUMNS}


def activities_as_csv(wanted: ActivityFilter, today: date) -> Iterator[str]:
    return csv_in_pieces(ACTIVITY_COLUMNS, _batches(wanted, today))


def activities_as_json(wanted: ActivityFilter, today: date) -> Iterator[str]:
    return json_in_pieces({"format": FORMAT} | license_field(), "activities", _batches(wanted, today))


def _batches(wanted: ActivityFilter, today: date) -> Iterator[list[dict[str, Any]]]:
    return in_batches(
        lambda before: activity_list(wanted, before=before, per_page=CHUNK, today=today, with_links=True), activity_row
    )


def _said(activity: Activity) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for code in language_codes():
        words |= {f"title_{code}": activity.titles.get(code), f"text_{code}": activity.texts.get(code)}
    return words | {
        "landmark": activity.landmark,
        "lat": float(activity.lat) if activity.lat is not None else None,
        "lon": float(activity.lon) if activity.lon is not None else None,
        "budget_line": activity.budget_line,
        "amount_rupees": plain_rupees(activity.amount_paise),
        "source_link": activity.source_link,
        "matters": " ".join(each.number for each in activity.matters.all() if each.is_shown),
        "promises": " ".join(each.number for each in activity.promises.all() if not each.is_withheld),
    }


def _moment(at: datetime | None) -> str:
    return wire_time(at) if at is not None else ""
