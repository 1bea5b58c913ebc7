"""Reading decisions again, blind: which ones are in the sample, and whether the second moderator agrees.

The sample is drawn by a key of the installation from the decision's number: nobody can foresee or choose it, and
nothing has to be written when a decision is made.
"""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from moderation.models import Decision, Rereading
from sessions.city.duties.independence import SecondPeople
from sessions.city.duties.second_person_words import bar_words
from sessions.log import log
from sessions.log.events.desk import DecisionReread
from sessions.log.steps.locks import lock_chat_session, lock_question
from sessions.log.steps.steps import actor
from sessions.models import ChatSession, SecondAct
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

REREAD_STEPS = ("approve", "decline")


def to_reread(chat_session: ChatSession, moderator: Person) -> list[Decision]:
    """The decisions of colleagues in the sample that nobody has read again, oldest first, with their questions.

    One for each question: its last one. A question that this moderator has decided about, or leaves to the colleagues,
    is left out: they know the decision. So is one whose moderator they do not stand apart from
    (sessions/city/duties/independence.py).
    """
    own = Decision.objects.filter(moderator=moderator).values("question")
    rows = Decision.objects.filter(question__chat_session=chat_session, step__in=REREAD_STEPS, moderator__isnull=False)
    rows = rows.exclude(question__in=own).exclude(question__recusals__person=moderator)
    last = {each.question_id: each for each in rows.select_related("question").order_by("decided_at", "pk")}
    done = set(Rereading.objects.filter(decision__in=last.values()).values_list("decision", flat=True))
    waiting = [each for each in last.values() if each.pk not in done and is_in_sample(each.pk)]
    if not waiting:
        return []
    people = SecondPeople(SecondAct.REREADING, chat_session.ward)
    return [each for each in waiting if people.bar(moderator.pk, [each.moderator_id]) is None]


def why_not_yet(chat_session: ChatSession, moderator: Person) -> str:
    """Why nothing at all may be read again by this moderator; blank where something may."""
    bar = SecondPeople(SecondAct.REREADING, chat_session.ward).bar(moderator.pk, ())
    return bar_words(bar) if bar is not None else ""


def is_in_sample(decision_id: int) -> bool:
    """REREAD_PERCENT of a hundred decisions, on average."""
    key = hashlib.sha256(b"sample of decisions" + settings.SECRET_KEY.encode()).digest()
    drawn = int.from_bytes(hmac.digest(key, str(decision_id).encode(), "sha256")[:8])
    return drawn % 10_000 < settings.REREAD_PERCENT * 100


@transaction.atomic
def reread(chat_session: ChatSession, question_id: UUID, *, moderator: Person, verdict: str) -> Rereading:
    """Save how this moderator would have decided: approve or decline. Nothing about the question changes.

    It is possible after the evening, too. Raises Refused: bad_field (verdict), not_found, state (it is not to be read
    again by this moderator, or it was already).
    """
    if verdict not in REREAD_STEPS:
        raise Refused("bad_field", _("Choose one of the decisions."), facts={"part": "verdict"})
    chat_session = lock_chat_session(chat_session.pk)
    question = lock_question(chat_session, question_id)
    decision = next((each for each in to_reread(chat_session, moderator) if each.question_id == question.pk), None)
    if decision is None:
        raise Refused("state", _("Nothing about this question is to be read again by you."))
    agrees = verdict == decision.step
    rereading = Rereading.objects.create(
        decision=decision, moderator=moderator, verdict=verdict, agrees=agrees, read_at=timezone.now()
    )
    reread_event = DecisionReread(agrees=agrees, decision=decision.step, commitment=question.commitment or UNSET)
    log.append(chat_session, reread_event, actor=actor("moderator", moderator))
    return rereading
