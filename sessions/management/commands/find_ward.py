"""bin/manage find_ward: which wards a place or a PIN may belong to."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sessions.city.pages.ward_search import as_json
from sessions.city.wards.search import WardSearchResult, find_at, find_by_pin
from sessions.platform.refusals import Refused

MEANINGS = {
    "one": "It lies in",
    "ask": "It may lie in, the likeliest first",
    "near": "It lies in no ward; the nearest are",
    "none": "It lies in none of the wards of the map",
}


class Command(BaseCommand):
    help = "Find the ward of a place (--lat and --lon, in degrees), or the wards that a PIN touches (--pin)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lat")
        parser.add_argument("--lon")
        parser.add_argument("--pin")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object, as /api/wards/find does"
        )

    def handle(self, *, lat: str | None, lon: str | None, pin: str | None, as_json: bool, **options: Any) -> None:
        try:
            answer = _find(lat, lon, pin)
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            message = f"The database did not answer: {reason}. If it is new, load a map first: load_wards FILE"
            raise CommandError(message) from error
        self.stdout.write(_in_json(answer) if as_json else _in_words(answer))


def _find(lat: str | None, lon: str | None, pin: str | None) -> WardSearchResult:
    if pin is not None and lat is None and lon is None:
        return find_by_pin(pin)
    if lat is None or lon is None or pin is not None:
        raise CommandError("Give --lat and --lon, in degrees, or --pin.")
    return find_at(lat, lon)


def _in_json(answer: WardSearchResult) -> str:
    return json.dumps(as_json(answer), ensure_ascii=False)


def _in_words(answer: WardSearchResult) -> str:
    named = [f"ward {ward.number} ({', '.join(ward.neighbourhoods) or 'no names entered'})" for ward in answer.wards]
    found = MEANINGS[answer.found.result]
    if not named:
        return f"{found}."
    by_hand = ". To be chosen by hand, if it is one of them" if answer.found.result == "none" else ""
    return f"{found}{by_hand}: {'; '.join(named)}"
