"""Addresses in a network: of e-mail, of payments (UPI), and links. Pure, in linear time."""

import re
from collections.abc import Iterable, Iterator

from moderation.checks.flags import Check

Address = tuple[Check, int, int]

LONGEST_NAME = 64
"""Characters before the @ (RFC 5321, 4.5.3.1.1)."""

_NAME_BEFORE = re.compile(r"[\w.+\-]+\Z")
_SPACED_NAME_BEFORE = re.compile(r"[\w.+\-]+ \Z")
_DOMAIN = re.compile(r"[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,8}")
_TOP = re.compile(r"[^\W\d_][\w\-]*[^\W_]")
_BANK = re.compile(r"[A-Za-z]{2,32}")
_DOT = r"(?:\.|[(\[{] ?dot ?[)\]}]| dot )"
_SPELLED_OUT = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{2,64} ?(?:"
    rf"[(\[{{] ?at ?[)\]}}] ?[\w\-]{{1,63}} ?{_DOT} ?(?:com|in|org|net|co)\b"
    r"| at ?[\w\-]{1,63} ?(?:[(\[{] ?dot ?[)\]}]| dot ) ?(?:com|in|org|net|co)\b"
    r"| at ?(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|rediffmail|icloud|protonmail)\.[a-z]{2,3}\b"
    rf")(?: ?{_DOT} ?in\b)?",
    re.IGNORECASE,
)
_HAS_SPELLED_OUT = re.compile(
    r"[(\[{ ](?:at|dot)[)\]}]|[ )\]}]dot[ (\[{]|mail\.|yahoo\.|outlook\.|icloud\.", re.IGNORECASE
)
_SIGNS_OF_SPELLED_OUT = ("at)", "at]", "at}", "dot", "mail.", "yahoo.", "outlook.", "icloud.")
_MAILBOXES_KNOWN = "gmail googlemail yahoo ymail hotmail outlook rediffmail icloud protonmail proton"
_MAILBOXES = f"(?:{'|'.join(_MAILBOXES_KNOWN.split())})"
_AT = r"(?:[@＠]|[(\[{]\s?(?:at|@)\s?[)\]}]|(?<![\w])(?:at|এট|অ্যাট|एट|ऐट|ایٹ)(?![\w])|[_\-](?:at)[_\-])"
_POINT = r"(?:[.,]|[(\[{]?\s?(?:dot|ডট|डॉट|ڈاٹ)\s?[)\]}]?|[_\-]dot[_\-])"
_LOOSE_MAIL = re.compile(
    rf"(?<![\w.+\-])[\w.+\-]{{2,64}}?\s{{0,3}}{_AT}\s{{0,3}}{_MAILBOXES}(?:\s{{0,3}}{_POINT}\s{{0,3}}|\s{{1,3}})"
    r"(?:com|in|org|net|co)\b"
    r"|(?<![\w.+\-])[\w.+\-]{2,64}\s{0,3}@\s{0,3}[\w\-]{2,63}\s{0,3}\.\s{0,3}(?:com|org|net)\b",
    re.IGNORECASE,
)
"""A mailbox of a known company, however its signs are written; of any other with blanks between."""

_SIGNS_OF_LOOSE_MAIL = ("@", *_MAILBOXES_KNOWN.split())
_HANDLES = (
    "ybl|ibl|axl|okaxis|okhdfcbank|okicici|oksbi|ptyes|ptsbi|pthdfc|ptaxis|paytm|yapl|rapl|waaxis|waicici|wahdfcbank"
    "|wasbi|naviaxis|superyes|ikwik|abfspay|timecosmos"
)
_LOOSE_PAYMENT = re.compile(
    rf"(?<![\w.\-])[\w.\-]{{1,64}}\s{{0,3}}(?:@\s{{0,3}}|[(\[{{]\s?at\s?[)\]}}]\s{{0,3}}|(?<=\s)at\s{{1,3}}(?!paytm))"
    rf"(?:{_HANDLES})(?!\w)",
    re.IGNORECASE,
)
_HAS_HANDLE = re.compile(rf"(?<![A-Za-z])(?:{_HANDLES})(?![A-Za-z])", re.IGNORECASE)
"""What is no word of any language, and so is the address of a payment even where the sign is written otherwise."""

_SIGNS_OF_PAYMENT = ("@", "(at", "[at", "{at")
_HAS_LINK = re.compile(r"\.(?<=[A-Za-z0-9]\.)[A-Za-z]|://")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"]+|(?<![\w@.])www\.[^\s<>\"]+", re.IGNORECASE)
_HOST = re.compile(
    r"(?<![\w@.\-])(?:[a-z0-9](?:[a-z0-9\-]{0,62})\.){1,8}(?:"
    r"(?:com|org|net|gov|edu|info|app|xyz|online|site|shop|link|page|club|biz|dev|live|news|blog|store|top|io|co|bd|nic)"
    r"(?![\w\-@])(?!\.\w)(?:/[^\s<>\"]*)?"
    r"|(?:co|gov|org|net|ac|nic|edu|firm|gen)\.(?:in|uk|bd)(?![\w\-@])(?:/[^\s<>\"]*)?"
    r"|in(?![\w\-@])(?!\.\w)(?:/[^\s<>\"]*|(?! +(?:the|a|an|my|our|his|her|its|their|your|this|that|these|those|all"
    r"|some|many|every|each|which|what|ward|front|case|addition|order|time|rain|winter|monsoon|kolkata|borough|[0-9]+)"
    r"\b))"
    r"|(?:me|ly|be|gl|to|cc|at|us|tv|am|is|it|so|my|gd|gg|ws)/[^\s<>\"]+"
    r")",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}'\"»”’।|"


def find_addresses(text: str) -> Iterator[Address]:
    """Each address of e-mail or of a payment in a folded text, and each link outside of them."""
    small = _small_letters(text)
    found = list(_find_with_at(text, small))
    loose = list(_find_loose(text, small))
    if loose:
        found += _outside(found, loose)
    yield from found
    if _HAS_LINK.search(text):
        links = [(Check.LINK, *_trimmed(link)) for link in (*_ADDRESS.finditer(text), *_HOST.finditer(text))]
        yield from _outside(found, links)


def _small_letters(text: str) -> str:
    """The text as patterns see it that ignore the case.

    It is looked through for pieces without which there is no address, before any pattern: most texts have none of them,
    and a pattern that may begin with any letter is tried at each of them.
    """
    return text.lower().replace("\u0131", "i")  # an i without its dot, which these patterns take for one


def _has_one_of(pieces: tuple[str, ...], small: str) -> bool:
    return any(map(small.__contains__, pieces))


def _outside(found: list[Address], others: Iterable[Address]) -> Iterator[Address]:
    """Yield each of the others that overlaps neither a found address nor an earlier one of the others."""
    covered = 0
    rows = [*((start, False, -end, check) for check, start, end in found)]
    rows += [(start, True, -end, check) for check, start, end in others]
    for start, is_other, minus_end, check in sorted(rows):
        if is_other and start >= covered:
            yield check, start, -minus_end
        covered = max(covered, -minus_end)


def _trimmed(link: re.Match[str]) -> tuple[int, int]:
    """The range of a link without the punctuation of the sentence around it."""
    return link.start(), link.start() + len(link[0].rstrip(_TRAILING))


def _find_with_at(text: str, small: str) -> Iterator[Address]:
    place = text.find("@")
    while place >= 0:
        found = _address_around(text, place)
        if found is not None:
            yield found
        place = text.find("@", found[2] if found else place + 1)
    if _has_one_of(_SIGNS_OF_SPELLED_OUT, small) and _HAS_SPELLED_OUT.search(text):
        for spelled in _SPELLED_OUT.finditer(text):
            yield Check.EMAIL, *spelled.span()


def _find_loose(text: str, small: str) -> Iterator[Address]:
    """Find addresses with other signs, only of companies and banks that are known, so that no sentence is one."""
    for mail in _LOOSE_MAIL.finditer(text) if _has_one_of(_SIGNS_OF_LOOSE_MAIL, small) else ():
        yield Check.EMAIL, *mail.span()
    has_sign = _has_one_of(_SIGNS_OF_PAYMENT, small) or "at" in small.split()
    for payment in _LOOSE_PAYMENT.finditer(text) if has_sign and _HAS_HANDLE.search(text) else ():
        yield Check.UPI, *payment.span()


def _address_around(text: str, place: int) -> Address | None:
    """The address with its @ at this place: an e-mail has a dot behind it, the address of a payment has none."""
    begin = max(place - LONGEST_NAME, 0)
    spaced = _SPACED_NAME_BEFORE.search(text, begin, place)
    name = _NAME_BEFORE.search(text, begin, place) or spaced
    after = place + 1 + (text[place + 1 : place + 2] == " ")
    domain = _DOMAIN.match(text, after)
    if name is None or domain is None:
        return None
    is_loose = name is spaced or after > place + 1
    start = name.start() + len(name[0]) - len(name[0].lstrip("."))
    if "." in domain[0] and _TOP.fullmatch(domain[0].rpartition(".")[2]):
        return Check.EMAIL, start, domain.end()
    is_payment = _BANK.fullmatch(domain[0]) and len(name[0]) > 1 and not is_loose
    return (Check.UPI, start, domain.end()) if is_payment else None
