"""E-mail addresses as people write them, read or refused."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST_EMAIL = 254


def read_email(text: str) -> str | None:
    """The address without the blanks around it; None where it is none. Only ASCII: not every mail server takes more."""
    address = text.strip()
    if len(address) > LONGEST_EMAIL or not address.isascii():
        return None
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address


def fold_email(address: str) -> str:
    """In which two spellings of one mailbox are the same: hardly a provider tells capitals apart."""
    return address.lower()
