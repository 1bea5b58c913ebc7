"""Finds the wards that a person may live in, by their position or their PIN. The question is not kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from sessions.city.wards.loaded_map import current_map, has_map
from sessions.city.wards.map.found import Found
from sessions.city.wards.table import read_pin
from sessions.models import Outline, Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import fold_digits

DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{0,40})?(?:[eE][+-]?\d{1,3})?")

LONGEST_COORDINATE = 60


@dataclass(frozen=True, slots=True)
class WardSearchResult:
    """The result, and its wards in the same order; the person confirms one of them, or chooses from the list."""

    found: Found
    wards: Sequence[Ward]


def find_at(lat: str, lon: str) -> WardSearchResult:
    """lat, lon: degrees as text. Raises Refused bad_field, or no_map where no map has been loaded."""
    place = read_degrees(lat, 90, _("The latitude")), read_degrees(lon, 180, _("The longitude"))
    ward_map = current_map()
    if ward_map is None:
        raise Refused("no_map", _("No map of the wards has been loaded here. Please choose your ward by hand."))
    return _answer(ward_map.find(*place))


def find_by_pin(words: str) -> WardSearchResult:
    """The wards that a PIN touches; a PIN never decides between them. Raises Refused bad_field.

    The result is "none" where no ward has the PIN, or only unmapped wards, which can be chosen by hand.
    """
    pin = read_pin(words)
    if pin is None:
        raise Refused("bad_field", _("A PIN has six digits, and does not begin with 0."))
    rows = Ward.objects.with_pin(pin).annotate(is_drawn=Exists(Outline.objects.filter(ward=OuterRef("pk"))))
    drawn = {ward.number: ward.is_drawn for ward in rows}
    by_hand = tuple(number for number, is_drawn in drawn.items() if not is_drawn) if has_map() else ()
    return _answer(Found("ask" if len(by_hand) < len(drawn) else "none", tuple(drawn), by_hand))


def read_degrees(words: str, most: int, name: str) -> float:
    """Read degrees.

    name: of the number, for the refusal. Raises Refused bad_field: no number, or not between −most and most.
    """
    written = fold_digits(words.strip()[:LONGEST_COORDINATE])
    degrees = float(written) if len(words) <= LONGEST_COORDINATE and DEGREES.fullmatch(written) else None
    if degrees is None:
        raise Refused("bad_field", _("{name} is not a number of degrees, such as 22.4998.").format(name=name))
    if abs(degrees) > most:
        raise Refused("bad_field", _("{name} has to lie between −{most} and {most}.").format(name=name, most=most))
    return degrees


def _answer(found: Found) -> WardSearchResult:
    """The result without wards that were deleted since the map was loaded."""
    wards = Ward.objects.select_related("borough").in_bulk(found.wards, field_name="number")
    here = tuple(number for number in found.wards if number in wards)
    by_hand = tuple(number for number in found.by_hand if number in wards)
    return WardSearchResult(Found(found.result if here else "none", here, by_hand), [wards[number] for number in here])
