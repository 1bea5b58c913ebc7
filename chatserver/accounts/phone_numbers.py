"""Reads telephone numbers as people write them, into the one form that is kept and dialled (E.164)."""

import re
import unicodedata

import phonenumbers
from django.conf import settings
from phonenumbers import PhoneNumber, PhoneNumberType

from sessions.contract.limits import MAX_PHONE_LENGTH
from sessions.platform.text.text_input import fold_digits

_WRITTEN = re.compile(r"\(?\+?[0-9 ().\-]+")
_INDIA = 91
_INDIAN_MOBILE = re.compile(r"[6-9][0-9]{9}")
"""Wider than the library's table: a new series of numbers is in use before any table has it."""

_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


def read_phone(text: str) -> str | None:
    """A number that can take an SMS, in any digits and groups, with or without the country; None for anything else."""
    if len(text) > MAX_PHONE_LENGTH:
        return None
    written = _fold(text)
    if not _WRITTEN.fullmatch(written):
        return None
    return _parse(written) or _parse(_without_zero(written))


def is_abroad(number: str) -> bool:
    """Whether an E.164 number belongs to another country than the city's: messages there cost many times as much."""
    home = phonenumbers.country_code_for_region(settings.PHONE_REGION)
    return not number.startswith(f"+{home}")


def _fold(text: str) -> str:
    """The text with ASCII digits and signs, without the invisible marks that phone books put around a number."""
    text = unicodedata.normalize("NFKC", fold_digits(text))
    shown = (char for char in text if unicodedata.category(char) != "Cf")
    return "".join(
        " " if char.isspace() else "-" if unicodedata.category(char) == "Pd" else char for char in shown
    ).strip()


def _parse(written: str) -> str | None:
    try:
        number = phonenumbers.parse(written, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        return None
    if not _can_take_sms(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _without_zero(written: str) -> str:
    """The number without a national zero before the country's code, which many people write: 091-98300 12345."""
    home = phonenumbers.country_code_for_region(settings.PHONE_REGION)
    return re.sub(rf"^0(?={home})", "+", written)


def _can_take_sms(number: PhoneNumber) -> bool:
    """Whether a number can get SMS.

    In the city's country, mobile numbers only; other countries may not tell them apart, so any number there.
    """
    if number.country_code != phonenumbers.country_code_for_region(settings.PHONE_REGION):
        return phonenumbers.is_possible_number(number)
    if phonenumbers.number_type(number) in _MOBILE:
        return True
    national = phonenumbers.national_significant_number(number)
    return number.country_code == _INDIA and _INDIAN_MOBILE.fullmatch(national) is not None
