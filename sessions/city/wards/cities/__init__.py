"""Facts about cities that maps of their wards lack: for each city a file of them, and a table of its wards."""

import csv
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sessions.city.wards.map.found import Unmapped

HERE = Path(__file__).parent

Bounds = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""


@dataclass(frozen=True, slots=True)
class City:
    """The city of this installation.

    unmapped: wards that maps of the city do not have. rows: its wards, as wards/table.py reads a table.
    """

    name: str = ""
    unmapped: Sequence[Unmapped] = ()
    rows: Sequence[dict[str, str]] = field(default=())

    def facts(self) -> dict[str, Any]:
        """What the map needs to know about the city, as JSON to be saved with the map."""
        unmapped = [{"wards": each.wards, "about": each.about} for each in self.unmapped]
        return {"name": self.name, "unmapped": unmapped}


def unmapped_of(facts: dict[str, Any]) -> list[Unmapped]:
    """The unmapped wards in City.facts()."""
    return [_unmapped(each) for each in facts.get("unmapped", ())]


def find_city(bounds: Bounds) -> City:
    """The city that a map with these bounds shows; a city without a name where it is none of ours."""
    west, south, east, north = bounds
    for path in sorted(HERE.glob("*.toml")):
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
        least_west, least_south, most_east, most_north = facts["within"]
        if least_west <= west and least_south <= south and east <= most_east and north <= most_north:
            with path.with_name(facts["table"]).open(encoding="utf-8", newline="") as table:
                rows = list(csv.DictReader(table))
            return City(facts["name"], [_unmapped(each) for each in facts.get("unmapped", ())], rows)
    return City()


def _unmapped(facts: dict[str, Any]) -> Unmapped:
    return Unmapped(tuple(facts["wards"]), tuple((lat, lon) for lat, lon in facts["about"]))
