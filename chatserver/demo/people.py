"""Reads the demo's residents, staff and officeholders; pure."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sessions.platform.text.by_language import ByLanguage, from_fields, in_fallback

PEOPLE = Path(__file__).with_name("people.toml")
DEMO_WARD, EARLIER_WARD = 95, 98


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """An invented person. One with an empty label is shown as "Resident, ward 95"."""

    key: str
    label: str
    language: str

    @property
    def username(self) -> str:
        return f"demo-{self.key}"


@dataclass(frozen=True, slots=True)
class InventedOffice:
    """A ward's office and its holder, whose account has the key councillor-<ward>."""

    ward: int
    kind: str
    names: ByLanguage

    @property
    def holder(self) -> InventedPerson | None:
        return InventedPerson(f"councillor-{self.ward}", in_fallback(self.names), "en") if self.names else None


@dataclass(frozen=True, slots=True)
class People:
    offices: tuple[InventedOffice, ...]
    residents: tuple[InventedPerson, ...]
    players: tuple[InventedPerson, ...]
    neighbours: tuple[InventedPerson, ...]
    moderators: tuple[InventedPerson, ...]
    playing_moderator: InventedPerson
    official: InventedPerson
    clerk: InventedPerson

    def office_of(self, ward: int) -> InventedOffice:
        return next(office for office in self.offices if office.ward == ward)


@cache
def read_people() -> People:
    told = tomllib.loads(PEOPLE.read_text(encoding="utf-8"))
    mark = told["demo_mark"]
    groups = {
        name: tuple(InventedPerson(**facts) for facts in told[name])
        for name in ("residents", "players", "neighbours", "moderators")
    }
    return People(
        offices=tuple(_office(facts, mark) for facts in told["offices"]),
        playing_moderator=InventedPerson(**told["playing_moderator"]),
        official=InventedPerson(**told["official"]),
        clerk=InventedPerson(**told["clerk"]),
        **groups,
    )


def _office(facts: dict[str, str], mark: dict[str, str]) -> InventedOffice:
    """Every name carries the demo's mark, so that no picture of a page can pass for the words of a real person."""
    names = {language: f"{name} {mark[language]}" for language, name in from_fields("name", facts).items()}
    return InventedOffice(ward=int(facts["ward"]), kind=facts["kind"], names=names)
