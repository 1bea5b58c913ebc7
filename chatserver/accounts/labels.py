"""Choose the name under which a person's words stand."""

from chatserver.accounts.models import User
from sessions.labels import clean_label


def choose_label(person: User, text: str) -> str:
    """The label as it may be shown and kept; blank for none. Raises Refused: too_long, bad_characters."""
    return clean_label(text)
