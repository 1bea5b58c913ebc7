"""The text of a printed slip with a code, in every language: nobody knows who will hold it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from sessions.platform.text.by_language import direction_of, language_codes
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.dates import date_words


@dataclass(frozen=True, slots=True)
class SlipBlock:
    language: str
    heading: str
    call: str

    @property
    def direction(self) -> str:
        return direction_of(self.language)


def slip_blocks(ward: int, until: date) -> list[SlipBlock]:
    """The text in each language, in the order in which languages are shown."""
    return [_block(language, ward, until) for language in language_codes()]


def _block(language: str, ward: int, until: date) -> SlipBlock:
    with override(language):
        call = _("Go to this address and type the twelve digits below. The code works once, until {day}.")
        return SlipBlock(
            language=language,
            heading=_("Councillor Live Chat, ward {ward}").format(ward=digits(ward)),
            call=call.format(day=date_words(until)),
        )
