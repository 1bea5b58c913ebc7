"""Reads e-mail addresses as people write them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sessions.contract.limits import MAX_EMAIL_LENGTH

GMAIL = frozenset({"gmail.com", "googlemail.com"})
_ODD = frozenset('"[]')


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of mailboxes. host: the name that stands for all of the provider's; blank: each is one of its own.

    letters: what becomes of some letters of a name, as str.maketrans makes it. marks: from any of them on, the rest of
    the name is the reader's own addition.
    """

    host: str = ""
    letters: Mapping[int, int | None] = field(default_factory=dict)
    marks: str = "+"


ANY = Provider()
_GMAIL = Provider("gmail.com", str.maketrans("", "", "."))
_PROTON = Provider("proton.me", str.maketrans("", "", ".-_"))
_YANDEX = Provider("yandex.ru", str.maketrans("-", "."))
_APPLE = Provider("icloud.com")
_YAHOO = Provider(marks="+-")

PROVIDERS: dict[str, Provider] = {
    **dict.fromkeys(GMAIL, _GMAIL),
    **dict.fromkeys(("proton.me", "protonmail.com", "protonmail.ch", "pm.me"), _PROTON),
    **dict.fromkeys(("yandex.ru", "yandex.com", "yandex.by", "yandex.kz", "ya.ru"), _YANDEX),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), _APPLE),
    **dict.fromkeys(("yahoo.com", "yahoo.in", "yahoo.co.in", "yahoo.co.uk", "ymail.com", "rocketmail.com"), _YAHOO),
}
"""Providers that deliver more spellings of an address to one mailbox than others do. In no main address of Yahoo is a
hyphen; at Yandex it is the same as a dot."""


def read_email(text: str) -> str | None:
    """The address without the blanks around it; None where the text is no e-mail address.

    Only ASCII is accepted, as not every mail server takes more. Quoted local parts and numeric hosts are refused.
    """
    address = text.strip()
    if len(address) > MAX_EMAIL_LENGTH or not address.isascii() or _ODD & set(address):
        return None
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address


def fold_email(address: str) -> str:
    """A form that is the same for two spellings of one mailbox: hardly any provider tells capitals apart."""
    return address.lower()


def is_of_gmail(address: str) -> bool:
    """Whether the provider is Gmail: only there is it certain that all spellings of a mailbox lead to one reader."""
    return fold_email(address).rpartition("@")[2] in GMAIL


def mailbox_of(address: str) -> str:
    """The mailbox that an address leads to, as a key for rate limits: nobody is flooded through its many spellings.

    The part after a plus is the reader's own addition (RFC 5233), and some providers have more of that kind. Codes go
    to the address as it was written.
    """
    local, _at, host = fold_email(address).rpartition("@")
    provider = PROVIDERS.get(host, ANY)
    for mark in provider.marks:
        local = local.partition(mark)[0] or local
    return f"{local.translate(provider.letters) or local}@{provider.host or host}"
