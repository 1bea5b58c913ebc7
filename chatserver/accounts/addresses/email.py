"""E-mail addresses as people write them, read or refused."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST_EMAIL = 254
GMAIL = frozenset({"gmail.com", "googlemail.com"})
_ODD = frozenset('"[]')


def read_email(text: str) -> str | None:
    """The address without the blanks around it; None where it is none.

    Only ASCII: not every mail server takes more. Nobody here has a quoted name or a number for a host.
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
    """In which two spellings of one mailbox are the same: hardly a provider tells capitals apart."""
    return address.lower()


def is_of_gmail(address: str) -> bool:
    """Where it is certain, and not only likely, that all spellings of a mailbox lead to one reader."""
    return fold_email(address).rpartition("@")[2] in GMAIL


def mailbox_of(address: str) -> str:
    """Where it arrives, as far as an address tells, for counting: nobody is flooded through its many spellings.

    Behind a plus stands what the reader has added (RFC 5233), and Gmail reads no dots. Codes go to what was written.
    """
    local, _at, host = fold_email(address).rpartition("@")
    local = local.partition("+")[0] or local
    return f"{local.replace('.', '')}@gmail.com" if host in GMAIL else f"{local}@{host}"
