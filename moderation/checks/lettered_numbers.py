"""Numbers with letters: PAN, voter cards, vehicles and bank codes. Pure, in linear time."""

import re
from collections.abc import Iterator

from moderation.checks.flags import Check
from moderation.checks.folded_text import fold
from moderation.checks.numerals import follows_a_name

_ALONE = r"(?<![A-Za-z0-9])"
_END = r"(?![A-Za-z0-9])"
_STATES = (
    "AN|AP|AR|AS|BR|CG|CH|DD|DL|DN|GA|GJ|HP|HR|JH|JK|KA|KL|LA|LD"
    "|MH|ML|MN|MP|MZ|NL|OD|OR|PB|PY|RJ|SK|TG|TN|TR|TS|UA|UK|UP|WB"
)
_LETTER_AND_DIGIT = re.compile(
    r"[0-9](?:"  # led by a digit in each case: other characters are passed over at once
    r"(?:(?<=[A-Za-z].)|(?<=[A-Za-z][ ._/-].)|(?<=[A-Za-z][ ._/-]{2}.)|(?<=[A-Za-z][ ._/-]{3}.))[0-9]{3}"
    r"|(?<=[A-Z][ .-].)[ .-][0-9]"
    r"|(?<=[A-Za-z]0)[0-9A-Za-z]{6}"
    r"|(?:(?<=/.)|(?<=/[ ].))[0-9]{2}[ ]?/)"
)
"""A piece that each of these numbers has; most texts have none, and need no further look."""

_NOT_A_SERIES = "AM|PM|AND|AT|IN|IS|NO|OF|ON|OR|TO"
_PAN = re.compile(
    rf"{_ALONE}(?:[A-Z]{{3}}[ABCFGHJLPT][A-Z][ ._/-]{{0,3}}[0-9]{{4}}[ ._/-]{{0,3}}[A-Z]"
    rf"|(?:[A-Z][ .-]){{3}}[ABCFGHJLPT][ .-][A-Z][ .-](?:[0-9][ .-]){{4}}[A-Z]"
    rf"|(?i:[A-Z]{{3}}[ABCFGHJLPT][A-Z][0-9]{{4}}[A-Z])){_END}"
)
_VOTER_CARD = re.compile(rf"{_ALONE}(?P<letters>[A-Z]{{3}})(?P<gap>[ -]?)[0-9]{{7}}(?![0-9])", re.IGNORECASE)
"""The letters and the digits of the cards since 1993. Their last digit follows no published rule."""

_OLD_VOTER_CARD = re.compile(
    rf"{_ALONE}(?:{_STATES})[ ]?/[ ]?[0-9]{{1,2}}[ ]?/[ ]?[0-9]{{3}}[ ]?/[ ]?[0-9]{{6,7}}(?![0-9])", re.IGNORECASE
)
_NO_VOTER_CARD = frozenset(
    {
        "app",
        "bbs",
        "bus",
        "cmc",
        "fax",
        "fir",
        "gst",
        "inr",
        "kmc",
        "kmd",
        "mob",
        "nos",
        "otp",
        "pin",
        "pwd",
        "ref",
        "rti",
        "sms",
        "tel",
        "tin",
    }
)
_CALLED_VOTER_CARD = re.compile(
    fold(r"(?:voter|epic|election card|ভোটার|এপিক|मतदाता|वोटर|ووٹر|شناختی)[^0-9]{0,24}\Z"), re.IGNORECASE
)
_BANK_CODE = re.compile(rf"{_ALONE}(?P<bank>[A-Z]{{4}})0[A-Z0-9]{{6}}{_END}", re.IGNORECASE)
_NO_BANK = frozenset(
    {
        "bill",
        "case",
        "cesc",
        "drop",
        "file",
        "flat",
        "gate",
        "kmcb",
        "lane",
        "line",
        "plot",
        "road",
        "room",
        "shop",
        "ward",
    }
)
_VEHICLE = re.compile(
    rf"{_ALONE}(?:"
    rf"WB[ -]?[0-9]{{1,2}}[ -]?[A-Z]{{1,2}}[ -]?[0-9]{{4}}"
    rf"|(?i:WB[ -]?[0-9]{{2}}[ -]?[A-Z]{{1,2}}[ -]?[0-9]{{4}})"
    rf"|(?:{_STATES})[ -]?[0-9]{{1,2}}[ -]?(?!(?:{_NOT_A_SERIES})[ -]?[0-9])[A-Z]{{1,3}}[ -]?[0-9]{{4}}"
    rf"|(?i:(?:{_STATES})[0-9]{{2}}[A-Z]{{1,3}}[0-9]{{4}})"
    rf"|[0-9]{{2}}[ -]?BH[ -]?[0-9]{{4}}[ -]?[A-Z]{{1,2}}"
    rf"){_END}"
)


def find_lettered_numbers(text: str) -> Iterator[tuple[Check, int, int]]:
    """Each number with letters in a folded text, with its range there."""
    if not _LETTER_AND_DIGIT.search(text):
        return
    for found in _PAN.finditer(text):
        yield Check.PAN, *found.span()
    for found in _VOTER_CARD.finditer(text):
        if _is_voter_card(text, found):
            yield Check.VOTER_CARD, *found.span()
    for found in _OLD_VOTER_CARD.finditer(text):
        yield Check.VOTER_CARD, *found.span()
    for found in _VEHICLE.finditer(text):
        yield Check.VEHICLE, *found.span()
    for found in _BANK_CODE.finditer(text):
        if found["bank"].lower() not in _NO_BANK and not follows_a_name(text, found.start()):
            yield Check.BANK_CODE, *found.span()


def _is_voter_card(text: str, found: re.Match[str]) -> bool:
    if found["gap"] and not _CALLED_VOTER_CARD.search(text, max(found.start() - 40, 0), found.start()):
        return False
    return found["letters"].lower() not in _NO_VOTER_CARD and not follows_a_name(text, found.start())
