"""What the desk knows about one question besides its words, as sentences for its page."""

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from moderation.desk.asker_history import history_of_asker
from moderation.desk.desk_labels import DECIDED_WORDS, pending_own
from sessions.log.folding.desk_folding import claimed_now
from sessions.models import Question
from sessions.platform.text.digits import digits
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.spoken.lists import join_with_commas


def claim_words(question: Mapping[str, Any], me: str, now: datetime) -> str:
    """The person who reads the question, or has just decided about it, in words; blank for nobody."""
    pending = question.get("pending")
    if pending:
        return _pending_words(pending, question["claimed_by"], me, now)
    by = claimed_now(question, now)
    if by is None:
        return ""
    return _("You are reading this") if by == me else _("{name} is reading this").format(name=isolate(by))


def may_undo(question: Mapping[str, Any], me: str, now: datetime) -> bool:
    """Whether this moderator's decision about it can still be undone."""
    pending = question.get("pending")
    return pending is not None and question["claimed_by"] == me and datetime.fromisoformat(pending["until"]) > now


def passed_on_words(question: Mapping[str, Any]) -> str:
    """The moderator who leaves it to the colleagues; blank for nobody."""
    names = question.get("passed_on", ())
    return _("Passed on by {names}").format(names=join_with_commas([isolate(name) for name in names])) if names else ""


def history_words(question: Mapping[str, Any] | None) -> str:
    """What became of the other questions of the person who asked; blank where that is not known."""
    row = Question.objects.filter(pk=question["id"]).select_related("author").first() if question else None
    history = history_of_asker(row) if row else None
    if history is None:
        return ""
    sentence = _(
        "Person {pseudonym}, this evening: {asked} asked, {answered} answered, {refused} not accepted, "
        "{waiting} waiting"
    )
    numbers = (history.asked, history.answered, history.declined, history.waiting)
    asked, answered, refused, waiting = map(digits, numbers)
    return sentence.format(
        pseudonym=history.pseudonym, asked=asked, answered=answered, refused=refused, waiting=waiting
    )


def _pending_words(pending: Mapping[str, Any], by: str | None, me: str, now: datetime) -> str:
    decision = DECIDED_WORDS[pending["decision"]]
    if by != me:
        return _("{name} has decided: {decision}").format(name=isolate(by), decision=decision)
    left = max(ceil((datetime.fromisoformat(pending["until"]) - now).total_seconds()), 0)
    return pending_own(left).format(decision=decision, n=digits(left))
