"""Recompute the figures of promises from sealed months, and compare them with the published ones; pure."""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sessions.promises.shown.counting import COUNTS, Key, count_promises, row_of
from sessions.promises.shown.told import ToldPromise, promises_told
from sessions.promises.verifying.folder import Folder, MonthDocument, Unreadable

_NUMBER = re.compile("([0-9]{1,3})-P-([0-9]{4})-([0-9]{1,7})")
VALUES = (*COUNTS, "median_days_late")


class Figure(NamedTuple):
    """One figure; None where there is none."""

    of: str
    name: str
    recomputed: Any
    published: Any

    @property
    def agrees(self) -> bool:
        return bool(self.recomputed == self.published)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The figures of one year. source: the name of the published file; blank where there was none to compare with.

    others: what else differs, in sentences.
    """

    source: str
    year: int
    until: date
    figures: Sequence[Figure]
    others: Sequence[str] = field(default=())

    @property
    def has_differences(self) -> bool:
        return bool(self.source) and (bool(self.others) or not all(each.agrees for each in self.figures))


@dataclass(frozen=True, slots=True)
class Published:
    """A downloaded document of figures. until: the last day that it counts; roots: by the slug of each month."""

    year: int
    ward: int | None
    until: date
    zone: ZoneInfo
    roots: Mapping[str, str]
    rows: Mapping[Key, Mapping[str, Any]]

    @classmethod
    def of(cls, name: str, document: Mapping[str, Any]) -> "Published":
        """Raises Unreadable."""
        try:
            return cls(
                year=int(document["year"]),
                ward=document["ward"],
                until=date.fromisoformat(document["until"]),
                zone=ZoneInfo(document["time_zone"]),
                roots={each["slug"]: each["root"] for each in document["counted_from"]},
                rows={(row["ward"], row["by"], row["of"]): row for row in document["figures"]},
            )
        except (KeyError, TypeError, ValueError, ZoneInfoNotFoundError) as fault:
            raise Unreadable([f"{name} is damaged: it is no document of figures ({fault!r})."]) from None


def recompute(folder: Folder, zone: ZoneInfo) -> list[Recomputed]:
    """Of each published file in the folder; without any, of each year with promises, until the last month that is here.

    zone: of the city, where no file says it. Raises Unreadable where a month is missing.
    """
    if folder.figures:
        return [_compared(folder, name, Published.of(name, each)) for name, each in folder.figures.items()]
    require_all_numbers(folder.months.values(), {each.month.year for each in folder.months.values()})
    last = max(each.month for each in folder.months.values())
    promises = _promises(folder.months.values(), zone).values()
    days = [day for each in promises for day in (each.made_on, each.proposed_on) if day is not None]
    return [
        Recomputed("", year, until, [Figure(*each, None) for each in _figures(promises, year, until)])
        for year in sorted({day.year for day in days})
        for until in [min(_end_of(last), date(year, 12, 31))]
    ]


def _compared(folder: Folder, name: str, published: Published) -> Recomputed:
    missing = [slug for slug in published.roots if slug not in folder.months]
    if missing:
        raise Unreadable([f"{slug} is missing: {name} counts it. Download {_address(slug)}." for slug in missing])
    require_all_numbers(folder.months.values(), {published.year})
    others = [
        f"{slug}: {name} was counted from a document with another root, {root}."
        for slug, root in published.roots.items()
        if folder.months[slug].root != root
    ]
    months = [
        each for each in folder.months.values() if each.month <= published.until and published.ward in (None, each.ward)
    ]
    promises = _promises(months, published.zone).values()
    every = count_promises(promises, published.year, published.until)
    counted = {key: figures for key, figures in every.items() if published.ward in (None, key[0])}
    figures = []
    for key in {**counted, **published.rows}:
        row = row_of(published.year, key, counted[key]) if key in counted else {}
        figures += [Figure(_of(key), value, row.get(value), published.rows.get(key, {}).get(value)) for value in VALUES]
    return Recomputed(name, published.year, published.until, figures, others)


def _figures(promises: Iterable[ToldPromise], year: int, until: date) -> Iterator[tuple[str, str, Any]]:
    for key, figures in count_promises(promises, year, until).items():
        row = row_of(year, key, figures)
        yield from ((_of(key), value, row[value]) for value in VALUES)


def _promises(months: Iterable[MonthDocument], zone: ZoneInfo) -> dict[str, ToldPromise]:
    """Raises Unreadable."""
    found: dict[str, ToldPromise] = {}
    by_ward: defaultdict[int, list[MonthDocument]] = defaultdict(list)
    for month in sorted(months, key=lambda each: each.month):
        by_ward[month.ward].append(month)
    for ward, documents in by_ward.items():
        try:
            found |= promises_told((event for each in documents for event in each.events), zone)
        except ValueError as fault:
            raise Unreadable([f"The months of ward {ward} cannot be read: {fault}."]) from None
    return found


def require_all_numbers(months: Iterable[MonthDocument], years: Container[int]) -> None:
    """Promises are numbered without gaps in each ward and year: each up to the last number of these years has to begin
    here. Raises Unreadable where one does not."""
    last: defaultdict[tuple[int, int], int] = defaultdict(int)
    begun: set[tuple[int, int, int]] = set()
    for month in months:
        for event in month.events:
            found = _NUMBER.fullmatch(str(event.body.get("number")))
            if found is None:
                raise Unreadable([f"{month.name}: an event {event.type} names no promise."])
            ward, year, serial = map(int, found.groups())
            last[ward, year] = max(last[ward, year], serial)
            if event.type != "promise.stepped":
                begun.add((ward, year, serial))
    gaps = [
        f"A month is missing: nothing here tells how {ward}-P-{year}-{serial} began."
        for (ward, year), greatest in sorted(last.items())
        for serial in range(1, greatest + 1)
        if year in years and (ward, year, serial) not in begun
    ]
    if gaps:
        raise Unreadable(gaps)


def quotations_not_found(folder: Folder) -> list[str]:
    """The numbers of promises whose words do not stand in the answers of a record that is here."""
    found = []
    for month in folder.months.values():
        for number, question, said in month.quotations:
            answers = folder.answers.get(question, [None])
            if None not in answers and not any(said in (answer or "") for answer in answers):
                found.append(number)
    return found


def _of(key: Key) -> str:
    ward, _by, of = key
    return f"{'all wards' if ward is None else f'ward {ward}'}, {of}"


def _address(slug: str) -> str:
    """Where the month is downloaded."""
    return re.sub("^ward-([0-9]+)-", r"/wards/\1/log/", slug) + ".json"


def _end_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
