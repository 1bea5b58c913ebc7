"""The text of a printed poster for one month's chat, with all languages on one sheet."""

from dataclasses import dataclass
from datetime import date, datetime

import segno
from django.utils.translation import gettext as _
from django.utils.translation import override

from sessions.platform.text.by_language import direction_of, language_codes
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.dates import time_words, weekday_and_date


@dataclass(frozen=True, slots=True)
class Block:
    """The sheet's part in one language."""

    language: str
    heading: str
    ward: str
    dates: list["PosterLine"]
    call: str

    @property
    def direction(self) -> str:
        return direction_of(self.language)


@dataclass(frozen=True, slots=True)
class Invitation:
    """The part of the sheet for all wards in one language."""

    language: str
    heading: str
    call: str

    @property
    def direction(self) -> str:
        return direction_of(self.language)


@dataclass(frozen=True, slots=True)
class PosterLine:
    """One date on a poster. new_date: from which day it was moved; empty where it was not."""

    day: str
    hour: str
    new_date: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A date for the poster: its start in the city's time zone, and the day that it was moved from, if any."""

    starts_at: datetime
    moved_from: date | None = None


def blocks_of(ward: int, dates: list[Printed]) -> list[Block]:
    """The text of the sheet in each of its languages, in the order in which languages are shown."""
    return [_block(language, ward, dates) for language in language_codes()]


def invitations() -> list[Invitation]:
    """The text of the sheet for all wards, in each language."""
    return [_invitation(language) for language in language_codes()]


def qr_svg(address: str, *, css_class: str = "poster__qr") -> str:
    """The address as a QR code in SVG, without inline styles, which our own security policy forbids."""
    code = segno.make_qr(address, error="m")
    return code.svg_inline(border=4, omitsize=True, svgclass=css_class, lineclass=None, dark="#000", light="#fff")


def _block(language: str, ward: int, dates: list[Printed]) -> Block:
    with override(language):
        return Block(
            language=language,
            heading=_("Ask your councillor"),
            ward=_("Ward %(number)s") % {"number": digits(ward)},
            dates=[_line(each) for each in dates],
            call=_("A live chat on your phone. You can ask beforehand, too."),
        )


def _invitation(language: str) -> Invitation:
    with override(language):
        return Invitation(
            language=language,
            heading=_("Ask your councillor"),
            call=_("Your ward’s chat is here. Scan, or type:"),
        )


def _line(printed: Printed) -> PosterLine:
    new_date = ""
    if printed.moved_from is not None:
        new_date = _("New date! It was {day} before.").format(day=weekday_and_date(printed.moved_from))
    return PosterLine(weekday_and_date(printed.starts_at.date()), time_words(printed.starts_at.time()), new_date)
