"""Recompute the figures of promises from sealed months, and compare them with the published ones; pure."""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sessions.promises.public.counting import ADDED, PROMISE_COUNTS, Key, count_promises, promise_figures_row
from sessions.promises.public.log_folding import LoggedPromise, fold_promises
from sessions.promises.verifying.folder import BadFolder, Folder, MonthDocument

_NUMBER = re.compile("([0-9]{1,3})-P-([0-9]{4})-([0-9]{1,7})")
VALUES = (*PROMISE_COUNTS, "median_days_late")
FIRST_VERSION = 1


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

    @property
    def names(self) -> set[str]:
        """The names of its columns: documents of earlier releases have fewer."""
        return {name for row in self.rows.values() for name in row}

    @classmethod
    def of(cls, name: str, document: Mapping[str, Any]) -> "Published":
        """Raises BadFolder."""
        try:
            year = int(document["year"])
            return cls(
                year=year,
                ward=document["ward"],
                until=date.fromisoformat(document["until"]),
                zone=ZoneInfo(document["time_zone"]),
                roots={each["slug"]: each["root"] for each in document["counted_from"]},
                rows=_rows(document["figures"], year),
            )
        except (KeyError, TypeError, ValueError, ZoneInfoNotFoundError) as fault:
            raise BadFolder([f"{name} is damaged: it is no document of figures ({fault!r})."]) from None


def recompute(folder: Folder, zone: ZoneInfo) -> list[Recomputed]:
    """Recompute each published file in the folder; without any, each year with promises, up to the last month here.

    zone: the city's, where no file says it. Raises BadFolder where a month is missing.
    """
    if folder.figures:
        return [_compared(folder, name, Published.of(name, each)) for name, each in folder.figures.items()]
    require_all_steps(folder.months.values(), {each.month.year for each in folder.months.values()})
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
        raise BadFolder([f"{slug} is missing: {name} counts it. Download {_address(slug)}." for slug in missing])
    require_all_steps(folder.months.values(), {published.year})
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
        row = promise_figures_row(published.year, key, counted[key]) if key in counted else {}
        beside = published.rows.get(key, {})
        wanted = [*VALUES, *(name for name in ADDED if name in published.names)]
        figures += [Figure(_of(key), value, row.get(value), beside.get(value)) for value in wanted]
    return Recomputed(name, published.year, published.until, figures, others)


def _rows(rows: Iterable[Mapping[str, Any]], year: int) -> dict[Key, Mapping[str, Any]]:
    """Raises ValueError for a row of another year, and for one that stands twice."""
    found: dict[Key, Mapping[str, Any]] = {}
    for row in rows:
        key = (row["ward"], row["by"], row["of"])
        if key in found:
            raise ValueError(f"the row of {_of(key)} stands twice")
        if row["year"] != year:
            raise ValueError(f"the row of {_of(key)} is of another year")
        found[key] = row
    return found


def _figures(promises: Iterable[LoggedPromise], year: int, until: date) -> Iterator[tuple[str, str, Any]]:
    for key, figures in count_promises(promises, year, until).items():
        row = promise_figures_row(year, key, figures)
        yield from ((_of(key), value, row[value]) for value in (*VALUES, *ADDED))


def _promises(months: Iterable[MonthDocument], zone: ZoneInfo) -> dict[str, LoggedPromise]:
    """Raises BadFolder."""
    found: dict[str, LoggedPromise] = {}
    by_ward: defaultdict[int, list[MonthDocument]] = defaultdict(list)
    for month in sorted(months, key=lambda each: each.month):
        by_ward[month.ward].append(month)
    for ward, documents in by_ward.items():
        try:
            found |= fold_promises((event for each in documents for event in each.events), zone)
        except ValueError as fault:
            raise BadFolder([f"The months of ward {ward} cannot be read: {fault}."]) from None
    return found


def require_all_steps(months: Iterable[MonthDocument], years: Container[int]) -> None:
    """Promises are numbered without gaps in each ward and year, and so are the versions of each: all up to the last
    number of these years, and up to the last version of each, have to stand here once. Raises BadFolder."""
    last: defaultdict[tuple[int, int], int] = defaultdict(int)
    versions: defaultdict[tuple[int, int, int], list[object]] = defaultdict(list)
    for month in sorted(months, key=lambda each: each.month):
        for event in month.events:
            found = _NUMBER.fullmatch(str(event.body.get("number")))
            if found is None:
                raise BadFolder([f"{month.name}: an event {event.type} names no promise."])
            ward, year, serial = map(int, found.groups())
            if year in years:
                last[ward, year] = max(last[ward, year], serial)
                versions[ward, year, serial].append(event.body.get("version"))
    problems = [
        problem
        for (ward, year), greatest in sorted(last.items())
        for serial in range(1, greatest + 1)
        for problem in _gaps(f"{ward}-P-{year}-{serial}", versions[ward, year, serial])
    ]
    if problems:
        raise BadFolder(problems)


def _gaps(number: str, versions: Sequence[object]) -> Iterator[str]:
    if FIRST_VERSION not in versions:
        yield f"A month is missing: nothing here tells how {number} began."
        return
    expected = list(range(FIRST_VERSION, FIRST_VERSION + len(versions)))
    for version, found in zip(expected, versions, strict=True):
        if found != version:
            yield f"A month is missing or stands twice: version {version} of {number} is expected, and {found} follows."
            return


def _of(key: Key) -> str:
    ward, _by, of = key
    return f"{'all wards' if ward is None else f'ward {ward}'}, {of}"


def _address(slug: str) -> str:
    """Where the month is downloaded."""
    return re.sub("^ward-([0-9]+)-", r"/wards/\1/log/", slug) + ".json"


def _end_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
