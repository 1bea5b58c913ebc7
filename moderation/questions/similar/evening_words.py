"""What only the evening shows of a question, in words for the desk; see chatserver/static/js/desk/copy_groups.js."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.questions.similar.evening_flags import EveningFlag, EveningFlags
from sessions.log.folding.desk_pieces import UNDECIDED
from sessions.platform.text.spoken.lists import join_facts

EVENING_WORDS: dict[str, Promise] = {
    EveningFlag.COPY: _("Almost the same words as another person’s question"),
    EveningFlag.FLOODING: _("One person sends very much, or the same again and again"),
    EveningFlag.NETWORK: _("Five or more questions came from new accounts of one network within ten minutes"),
}


def found_among(ids: Collection[str], found: EveningFlags) -> dict[str, Any]:
    """What the page's script begins with: the groups and flags of the questions that the page holds."""
    groups = [[each for each in group if each in ids] for group in found.groups]
    flags = {each: flags for each, flags in found.flags.items() if each in ids}
    return {"known": "", "groups": [group for group in groups if len(group) > 1], "flags": flags}


def may_join(question: Mapping[str, Any]) -> bool:
    """Whether it can be decided together with its near-copies."""
    return question["state"] in UNDECIDED and not question.get("pending")


def evening_words(question: Mapping[str, Any], found: EveningFlags) -> str:
    """Blank for nothing."""
    return join_facts(EVENING_WORDS[flag] for flag in found.flags.get(question["id"], ()))
