"""The second look: words that look like personal data become public only after a confirmation."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.checks.personal_data import PersonalData, find_personal_data
from sessions.refusals import Refused

DATA_WORDS: dict[str, Promise] = {
    PersonalData.PHONE: gettext_lazy("a phone number"),
    PersonalData.AADHAAR: gettext_lazy("an Aadhaar number"),
    PersonalData.PAN: gettext_lazy("a PAN (tax number)"),
}

LOOKS_AS_IF = gettext_lazy("It seems to contain {what}.")


def require_second_look(*texts: str, is_confirmed: bool, facts: dict[str, Any] | None = None) -> None:
    """Raises Refused second_look, which names the kinds of data, unless the user has confirmed the words."""
    kinds = () if is_confirmed else looks_like(*texts)
    if kinds:
        raise Refused("second_look", _say_held(kinds), facts={**(facts or {}), "looks_like": list(kinds)})


def why_look_again(*texts: str) -> str:
    """The reason for a second look as a sentence, for forms that ask for it themselves; empty for none."""
    kinds = looks_like(*texts)
    return _in_words(kinds) if kinds else ""


def looks_like(*texts: str) -> tuple[str, ...]:
    """The kinds of personal data that any of these texts seems to hold, by their names on the wire."""
    found = {kind for text in texts for kind in find_personal_data(text)}
    return tuple(str(kind) for kind in PersonalData if kind in found)


def data_words(kinds: Iterable[str]) -> str:
    """A phone number, a PAN."""
    return ", ".join(str(DATA_WORDS[kind]) for kind in kinds)


def looks_as_if(kinds: Iterable[str]) -> str:
    """The sentence for the desk beside such a question."""
    return str(LOOKS_AS_IF).format(what=data_words(kinds))


def warn_author(kinds: Iterable[str]) -> str:
    """The sentence for the person who has just asked."""
    return _(
        "Your question seems to contain {what}. If it is accepted, everybody can read that. You can withdraw it and "
        "ask again without it."
    ).format(what=data_words(kinds))


def _in_words(kinds: tuple[str, ...]) -> str:
    return _(
        "This seems to contain {what}. It has not been published. If everybody may read that, publish it anyway."
    ).format(what=data_words(kinds))


_say_held = lazy(_in_words, str)
"""In the language of the reader."""
