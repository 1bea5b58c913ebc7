"""What of a place everybody may read: a place that tells who complained is told by its landmark alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """lat, lon: None where they are not told, or not known. landmark: blank where there is none."""

    lat: float | None
    lon: float | None
    landmark: str


def public_place(lat: float | None, lon: float | None, landmark: str, *, is_hidden: bool) -> PublicPlace:
    """is_hidden: whether the category hides the place. Everything that is published of a place passes here."""
    if is_hidden or lat is None or lon is None:
        return PublicPlace(None, None, landmark)
    return PublicPlace(lat, lon, landmark)
