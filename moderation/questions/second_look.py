"""The second look: words that look like personal data become public only after a confirmation."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.checks.flags import Check, Flag
from moderation.checks.screen import find_personal_data, has_accusation
from sessions.log.steps.locks import question_state_facts
from sessions.models import Question
from sessions.platform.refusals import Refused
from sessions.platform.text.spoken.lists import join_with_commas

WIRE_NAMES: dict[Check, str] = {Check.MOBILE: "phone", Check.LANDLINE: "phone", Check.VID: Check.AADHAAR}
"""By check: the kind's name on the wire, where it has another one. The wire is older than the checks."""

DATA_WORDS: dict[str, Promise] = {
    "phone": gettext_lazy("a phone number"),
    Check.AADHAAR: gettext_lazy("an Aadhaar number"),
    Check.PAN: gettext_lazy("a PAN (tax number)"),
    Check.VOTER_CARD: gettext_lazy("the number of a voter card"),
    Check.UPI: gettext_lazy("a UPI address (for payments)"),
    Check.EMAIL: gettext_lazy("an e-mail address"),
    Check.VEHICLE: gettext_lazy("the number of a vehicle"),
    Check.BANK_CODE: gettext_lazy("a bank code (IFSC)"),
    Check.ACCUSATION: gettext_lazy("an accusation against a private person"),
}
"""Words for what a person has to look at twice, by its name on the wire."""

LOOKS_AS_IF = gettext_lazy("It seems to contain {what}.")


def require_second_look(*texts: str, is_confirmed: bool, facts: dict[str, Any] | None = None) -> None:
    """Raise Refused second_look, which names the kinds of data, unless the user has confirmed the words."""
    kinds = () if is_confirmed else looks_like(*texts)
    if kinds:
        raise Refused("second_look", _say_held(kinds), facts={**(facts or {}), "looks_like": list(kinds)})


def require_no_doubt(question: Question, *, is_confirmed: bool) -> None:
    """Raise Refused second_look for a question that is to be public, unless a moderator has confirmed its words.

    Words that are masked, or that a moderator unmasked, are in no doubt.
    """
    kinds = () if is_confirmed else doubts(question)
    if kinds:
        raise Refused(
            "second_look", _say_held(kinds), facts={**question_state_facts(question), "looks_like": list(kinds)}
        )


def doubts(question: Question) -> tuple[str, ...]:
    """The kinds of data that a moderator has to confirm: in a question's label, or an accusation in its words."""
    accused = (str(Check.ACCUSATION),) if has_accusation(question.text) else ()
    return tuple(dict.fromkeys([*looks_like(question.label), *accused]))


def why_screening_looks_again(*texts: str) -> str:
    """The reason for a second look as a sentence, for forms that ask for it themselves; empty for none."""
    kinds = looks_like(*texts)
    return _in_words(kinds) if kinds else ""


def looks_like(*texts: str) -> tuple[str, ...]:
    """The kinds of data in any of these texts that are to be looked at twice, by the names on the wire."""
    found = {check for text in texts for check in find_personal_data(text)}
    if any(map(has_accusation, texts)):
        found.add(Check.ACCUSATION)
    return _on_wire(found)


def kinds_of(flags: Iterable[Flag]) -> tuple[str, ...]:
    """The kinds of data to look at twice, by the names on the wire, from the flags of a screened text."""
    return _on_wire(flag.check for flag in flags)


def data_words(kinds: Iterable[str]) -> str:
    """A phone number, a PAN."""
    return join_with_commas([str(DATA_WORDS[kind]) for kind in kinds])


def looks_as_if(kinds: Iterable[str]) -> str:
    """The sentence that the desk shows with a question that seems to contain such data."""
    return str(LOOKS_AS_IF).format(what=data_words(kinds))


def warn_author(kinds: Iterable[str]) -> str:
    """The sentence for the person who has just asked."""
    return _(
        "Your question seems to contain {what}. If it is accepted, everybody can read that. You can withdraw it and "
        "ask again without it."
    ).format(what=data_words(kinds))


def warn_author_of_masks(kinds: Iterable[str]) -> str:
    """The sentence for the person who has just asked, where the data is hidden from others."""
    return _(
        "Your question seems to contain {what}. That is hidden: others read […] in its place. You can withdraw it and "
        "ask again without it."
    ).format(what=data_words(kinds))


def _on_wire(checks: Iterable[Check]) -> tuple[str, ...]:
    found = {WIRE_NAMES.get(check, check) for check in checks}
    return tuple(str(kind) for kind in DATA_WORDS if kind in found)


def _in_words(kinds: tuple[str, ...]) -> str:
    return _(
        "This seems to contain {what}. It has not been published. If everybody may read that, publish it anyway."
    ).format(what=data_words(kinds))


_say_held = lazy(_in_words, str)
"""The reason for a second look in the language of the reader."""
