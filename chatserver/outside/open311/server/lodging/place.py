"""The place of a request: a point in one of the city's wards, or an address in words with the ward's number."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from http import HTTPStatus

from chatserver.outside.open311.server.errors import ServiceError
from chatserver.outside.open311.server.lodging.form_body import Fields
from sessions.city.places.point import DEGREE_DECIMALS
from sessions.city.wards.loaded_map import current_map
from sessions.models import Ward

LONGEST_DEGREES = 40


@dataclass(frozen=True, slots=True)
class GivenPlace:
    """lat, lon: degrees of WGS 84, rounded to four decimals; None where the place is told in words only."""

    ward: Ward
    lat: Decimal | None
    lon: Decimal | None
    landmark: str


def read_given_place(fields: Fields, ward_number: int | None) -> GivenPlace:
    """Read the given place.

    ward_number: the one that the client says, if any; the map goes before it. Raises ServiceError.
    """
    landmark = fields.one("address_string")
    lat, lon = fields.one("lat"), fields.one("long")
    if not lat and not lon:
        return GivenPlace(_ward_without_point(fields, landmark, ward_number), None, None, landmark)
    point = _read_degrees("lat", lat, 90), _read_degrees("long", lon, 180)
    return GivenPlace(_ward_of(point, ward_number), *point, landmark)


def _ward_without_point(fields: Fields, landmark: str, ward_number: int | None) -> Ward:
    if not landmark:
        known = " address_id is not known here." if fields.one("address_id") else ""
        raise ServiceError(HTTPStatus.BAD_REQUEST, f"Send lat and long, or address_string.{known}")
    if ward_number is None:
        raise ServiceError(HTTPStatus.BAD_REQUEST, "Without lat and long, send attribute[ward].")
    return _find_ward(ward_number)


def _read_degrees(name: str, written: str, most: int) -> Decimal:
    try:
        degrees = Decimal(written) if len(written) <= LONGEST_DEGREES and written.isascii() else None
    except InvalidOperation:
        degrees = None
    if degrees is None or not degrees.is_finite():
        raise ServiceError(
            HTTPStatus.BAD_REQUEST, f"{name} is not a number of degrees, such as 22.4998. Send lat and long together."
        )
    if abs(degrees) > most:
        raise ServiceError(HTTPStatus.BAD_REQUEST, f"{name} lies between -{most} and {most}.")
    return Decimal(f"{float(degrees):.{DEGREE_DECIMALS}f}")


def _ward_of(point: tuple[Decimal, Decimal], ward_number: int | None) -> Ward:
    """Close to a border the ward that the client names, if it is one of those there, or else the likeliest."""
    ward_map = current_map()
    if ward_map is None:
        if ward_number is None:
            raise ServiceError(HTTPStatus.BAD_REQUEST, "No map of the wards is loaded here: send attribute[ward], too.")
        return _find_ward(ward_number)
    found = ward_map.find(float(point[0]), float(point[1]))
    if ward_number in found.wards and found.result != "one":
        return _find_ward(ward_number)
    drawn = [number for number in found.wards if number not in found.by_hand]
    if drawn:
        return _find_ward(drawn[0])
    if found.wards:
        wards = ", ".join(map(str, found.wards))
        raise ServiceError(
            HTTPStatus.BAD_REQUEST, f"The map has no ward at that place: send attribute[ward], one of {wards}."
        )
    is_exchanged = abs(point[1]) <= 90 and ward_map.find(float(point[1]), float(point[0])).result != "none"
    raise ServiceError(
        HTTPStatus.BAD_REQUEST, f"The point lies outside of the city.{' Are lat and long exchanged?' * is_exchanged}"
    )


def _find_ward(number: int) -> Ward:
    ward = Ward.objects.filter(number=number).first()
    if ward is None:
        raise ServiceError(HTTPStatus.BAD_REQUEST, "There is no such ward; the service definition lists them.")
    return ward
