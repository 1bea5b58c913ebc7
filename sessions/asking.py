"""Save residents' questions for screening: many at once, as they arrive on a full evening, or one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sessions import log
from sessions.digits import digits
from sessions.labels import label_of
from sessions.models import UNDECIDED_STATES, Mute, Question, QuestionState, StreamName
from sessions.people import Person
from sessions.receipts import new_receipt
from sessions.refusals import Refused
from sessions.residence import acted_elsewhere, voted_elsewhere
from sessions.steps import LockedChatSession, actor, require_not_over
from sessions.wording import clean_text

SAME_WORDS_WITHIN = timedelta(minutes=1)
"""So soon, the same words are one question that was sent twice: a second tap, another tab, a form sent again."""

GONE_STATES = (QuestionState.DECLINED, QuestionState.WITHDRAWN)
"""What was declined or taken back is over: its words may be sent again at once."""


@dataclass(frozen=True, slots=True)
class Ask:
    """looks_like: the kinds of personal data that the words seem to hold, which the desk is told."""

    person: Person
    text: str
    kind: str
    looks_like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same words by the same person, moments later: nothing is saved, the question that has them is the answer."""

    question: Question


type AskDecision = Question | Repeated | Refused


def ask_questions(chat_session: LockedChatSession, asks: Sequence[Ask]) -> list[AskDecision]:
    """Decide each as sessions.questions.ask_question does, in their order, with as many queries as for one.

    Runs in the caller's transaction. What is refused or repeated leaves nothing behind.
    """
    muted_until = _mutes(chat_session)
    gone = acted_elsewhere((ask.person, chat_session) for ask in asks)
    asked_before = _find_asked_before(chat_session, asks)
    decided: list[AskDecision] = []
    for ask in asks:
        if (ask.person.pk, chat_session.pk) in gone:
            decided.append(voted_elsewhere())
            continue
        own = asked_before[ask.person.pk]
        asked = _compare(_decide(chat_session, ask, muted_until.get(ask.person.pk)), own)
        if isinstance(asked, Question):
            own.append(asked)
        decided.append(asked)
    saved = [(ask, asked) for ask, asked in zip(asks, decided, strict=True) if isinstance(asked, Question)]
    Question.objects.bulk_create(question for _ask, question in saved)
    log.append_all(chat_session, [_entry(ask, question) for ask, question in saved], stream=StreamName.DESK)
    return decided


def public_body(question: Question) -> dict[str, str]:
    """What the log says of a question's words, on the desk when asked and in the room when queued."""
    return {
        "id": str(question.pk),
        "text": question.text,
        "kind": question.kind,
        "label": question.label,
        "receipt": question.receipt,
        "asked_at": log.wire_time(question.asked_at),
    }


def facts_of(question: Question) -> dict[str, str]:
    """What may be said in public of a question whose words may never be public."""
    return {name: fact for name, fact in public_body(question).items() if name not in ("text", "label")}


def _mutes(chat_session: LockedChatSession) -> dict[int, datetime]:
    """Until when each of the muted may not ask, by their accounts' ids."""
    return dict(Mute.objects.filter(chat_session=chat_session, until__gt=timezone.now()).values_list("person", "until"))


def _find_asked_before(chat_session: LockedChatSession, asks: Sequence[Ask]) -> defaultdict[int, list[Question]]:
    """By each of these people's accounts' ids: what nobody has decided yet, and what they asked moments ago."""
    states = [state for state in QuestionState if state not in GONE_STATES]
    rows = Question.objects.filter(
        Q(state__in=UNDECIDED_STATES) | Q(asked_at__gte=timezone.now() - SAME_WORDS_WITHIN),
        chat_session=chat_session,
        state__in=states,
        author__in={ask.person.pk for ask in asks},
    )
    found: defaultdict[int, list[Question]] = defaultdict(list)
    for question in rows:
        if question.author_id is not None:
            found[question.author_id].append(question)
    return found


def _compare(asked: Question | Refused, own: Sequence[Question]) -> AskDecision:
    """A question beside what its author asked before: perhaps it is one of these, or there are too many already."""
    if isinstance(asked, Refused):
        return asked
    for one in own:
        if one.text == asked.text and asked.asked_at - one.asked_at < SAME_WORDS_WITHIN:
            return Repeated(one)
    undecided = sum(one.state in UNDECIDED_STATES for one in own)
    return _too_many_waiting() if undecided >= settings.MAX_WAITING_QUESTIONS else asked


def _too_many_waiting() -> Refused:
    most = settings.MAX_WAITING_QUESTIONS
    return Refused("too_many_waiting", _say_too_many_waiting(most), facts={"max": most})


def _too_many_in_words(most: int) -> str:
    message = ngettext(
        "You have %(most)s question that no moderator has decided yet. Please wait for that, or withdraw it.",
        "You have %(most)s questions that no moderator has decided yet. Please wait for that, or withdraw one.",
        most,
    )
    return message % {"most": digits(most)}


_say_too_many_waiting = lazy(_too_many_in_words, str)
"""In the language of the reader, which is not known while many people's questions are decided at once."""


def _decide(chat_session: LockedChatSession, ask: Ask, muted_until: datetime | None) -> Question | Refused:
    """The question as it is to be saved, or why not."""
    now = timezone.now()
    try:
        text = clean_text(ask.text)
        require_not_over(chat_session)
    except Refused as no:
        return no
    if muted_until is not None:
        after_ms = int((muted_until - now).total_seconds() * 1000)
        message = _("The moderators have paused you from asking for a while. You can go on reading.")
        return Refused("muted", message, after_ms=max(after_ms, 0))
    return Question(
        chat_session=chat_session,
        author=ask.person,
        kind=ask.kind,
        text=text,
        label=label_of(ask.person, chat_session.ward),
        receipt=new_receipt(),
        asked_at=now,
    )


def _entry(ask: Ask, question: Question) -> log.Entry:
    seen = {"looks_like": list(ask.looks_like)} if ask.looks_like else {}
    return log.Entry(
        type="question.asked",
        body={**public_body(question), "version": question.version, **seen},
        actor=actor("resident", ask.person),
        note_to=ask.person.public_id,
    )
