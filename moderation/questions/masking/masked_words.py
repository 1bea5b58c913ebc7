"""The masked places of a desk's card, as the page shows them to moderators."""

from collections.abc import Mapping
from typing import Any

from moderation.checks.flags import PERSONAL_CHECKS
from moderation.questions.second_look import WIRE_NAMES, data_words
from sessions.log.folding.desk_pieces import UNDECIDED
from sessions.platform.text.masking import split

BLANK_PLACE = {"start": "", "words": "", "kind": "", "is_open": True}
"""An empty place for the template from which the script makes new ones."""

CHECK_WORDS = {check.value: str(WIRE_NAMES.get(check, check)) for check in PERSONAL_CHECKS}


def masked_of(question: Mapping[str, Any], me: str) -> dict[str, Any]:
    """The masked words of a question.

    pieces: the words, each piece with whether it is hidden from the public. hidden: the places, in words.

    is_open: whether this moderator (me) can still unmask a place.
    """
    places = question.get("masked", ())
    text = question["text"] or ""
    is_undecided = question["state"] in UNDECIDED and not question.get("pending")
    is_open = is_undecided and me not in question.get("passed_on", ())
    return {"pieces": split(text, places), "hidden": [_shown(text, place, is_open=is_open) for place in places]}


def _shown(text: str, place: Mapping[str, Any], *, is_open: bool) -> dict[str, Any]:
    kinds = dict.fromkeys(CHECK_WORDS[check] for check in place["checks"] if check in CHECK_WORDS)
    return {
        "start": place["start"],
        "words": text[place["start"] : place["end"]],
        "kind": data_words(kinds),
        "is_open": is_open,
    }
