"""Reads e-mail addresses as people write them."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST_EMAIL = 254
GMAIL = frozenset({"gmail.com", "googlemail.com"})
_ODD = frozenset('"[]')


def read_email(text: str) -> str | None:
    """The address without the blanks around it; None where the text is no e-mail address.

    Only ASCII is accepted, as not every mail server takes more. Quoted local parts and numeric hosts are refused.
    """
    address = text.strip()
    if len(address) > LONGEST_EMAIL or not address.isascii() or _ODD & set(address):
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

    The part after a plus is the reader's own addition (RFC 5233), and Gmail ignores dots. Codes go to the address as
    it was written.
    """
    local, _at, host = fold_email(address).rpartition("@")
    local = local.partition("+")[0] or local
    return f"{local.replace('.', '')}@gmail.com" if host in GMAIL else f"{local}@{host}"
