"""Save residents' questions for screening: one, or many at once, as they arrive in a busy chat."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, TypedDict
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Count, DateTimeField, Max, Q, QuerySet, UUIDField
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from msgspec import UNSET

from sessions.chats.questions.author_labels import label_of
from sessions.city.wards.ward_change import acted_elsewhere, voted_elsewhere
from sessions.contract.limits import MAX_WITHDRAWN_QUESTIONS
from sessions.log import log
from sessions.log.events.desk import DeskAsked, HiddenPlace
from sessions.log.logged_event import wire_time
from sessions.log.steps.locks import LockedChatSession
from sessions.log.steps.steps import actor, require_not_over
from sessions.models import UNDECIDED_STATES, Mute, Question, QuestionState
from sessions.platform.database.in_array import InArray
from sessions.platform.database.insert_rows import NewRows
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import read_together
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.commitments import base64url, commitment, new_salt
from sessions.platform.text.digits import digits
from sessions.platform.text.masking import MaskedPlace
from sessions.platform.text.receipts import new_receipt
from sessions.platform.text.text_input import clean_text

SAME_WORDS_WITHIN = timedelta(minutes=1)
"""Span for repeated words. Within this span, the same words are one question that was sent twice: a second tap, another
tab, a form sent again."""

GONE_STATES = (QuestionState.DECLINED, QuestionState.WITHDRAWN)
"""States that end a question: a person may send the same words again at once."""

REMAINING_STATES = tuple(state for state in QuestionState if state not in GONE_STATES)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that somebody asks.

    looks_like: the kinds of personal data that the words seem to hold, which the desk is told.

    topic: blank for none. masked: the places that are hidden from the public; None if nobody has looked for them yet.
    """

    person: Person
    text: str
    kind: str
    looks_like: tuple[str, ...] = ()
    topic: str = ""
    masked: tuple[MaskedPlace, ...] | None = None


class NewQuestion(NamedTuple):
    """A new question: the columns that are not the same for all. To make a model takes ten times as long."""

    id: UUID
    chat_session_id: UUID
    author_id: int
    kind: str
    topic: str
    text: str
    commitment: str
    salt: str
    masked: list[MaskedPlace] | None
    label: str
    receipt: str
    asked_at: datetime
    state: str = QuestionState.WAITING
    version: int = 1


@dataclass(frozen=True, slots=True)
class Repeated:
    """A person's repetition of the same words, moments later: nothing is saved; the earlier question is the answer."""

    question: Question | NewQuestion


type AskDecision = NewQuestion | Repeated | Refused
type AskedWords = tuple[int | None, str]
"""The id of an account, and what it asked."""


def ask_questions(chat_session: LockedChatSession, asks: Sequence[Ask]) -> list[AskDecision]:
    """Decide each as own_questions.ask_question does, in their order, with as many queries as for one.

    Runs in the caller's transaction. A refused or repeated question changes nothing.
    """
    now, authors = timezone.now(), {ask.person.id for ask in asks}
    muted_until, askers = read_together(
        _mutes_query.bind(chat_session=chat_session.pk, now=now).then(dict),
        _askers_query.bind(chat_session=chat_session.pk, authors=authors, now=now).then(_make_askers),
    )
    gone = acted_elsewhere((ask.person, chat_session) for ask in asks)
    judged = [
        voted_elsewhere()
        if gone and (ask.person.id, chat_session.id) in gone
        else _decide(chat_session, ask, muted_until.get(ask.person.id))
        for ask in asks
    ]
    since = timezone.now() - SAME_WORDS_WITHIN
    lately = {author for author, at in askers.last_asked.items() if at >= since}
    slow = _Slow(timedelta(minutes=chat_session.slow_minutes), askers.last_asked_by_now)
    decided = _compare(judged, _find_same_words(chat_session, judged, lately), askers, slow)
    saved = [(ask, asked) for ask, asked in zip(asks, decided, strict=True) if isinstance(asked, NewQuestion)]
    rows = NewRows(Question, NewQuestion._fields, [question for _ask, question in saved])
    log.append_all(chat_session, [_entry(ask, question) for ask, question in saved], beside=[rows])
    return decided


class QuestionFacts(TypedDict):
    """The public facts about a question whose words may never be public."""

    id: str
    kind: str
    receipt: str
    asked_at: str


class QuestionWords(QuestionFacts):
    """What the log says about a question's words in the room when it is queued."""

    text: str
    label: str


def facts_of_question(question: Question | NewQuestion) -> QuestionFacts:
    return {
        "id": str(question.id),
        "kind": question.kind,
        "receipt": question.receipt,
        "asked_at": wire_time(question.asked_at),
    }


def words_of_question(question: Question) -> QuestionWords:
    """The question with the words as the public reads them: what is masked is in no public event."""
    return {**facts_of_question(question), "text": question.public_text, "label": question.label}


class _Askers(NamedTuple):
    """What the askers of a chat have asked, by account id.

    How many undecided questions each has, how many each has withdrawn, and when each has last asked one that was
    neither declined nor withdrawn: at all, and by now, which differs after the clock was set back.
    """

    waiting: Counter[int | None]
    withdrawn: Counter[int | None]
    last_asked: dict[int, datetime]
    last_asked_by_now: dict[int, datetime]


def _make_askers(rows: Iterable[tuple[int, int, int, datetime | None, datetime | None]]) -> _Askers:
    askers = _Askers(Counter(), Counter(), {}, {})
    for author, waiting, withdrawn, *moments in rows:
        askers.waiting[author], askers.withdrawn[author] = waiting, withdrawn
        for known, at in zip((askers.last_asked, askers.last_asked_by_now), moments, strict=True):
            if at is not None:
                known[author] = at
    return askers


def _find_same_words(
    chat_session: LockedChatSession, judged: Sequence[NewQuestion | Refused], lately: set[int]
) -> dict[AskedWords, Question | NewQuestion]:
    """The last question of each person that has the same words and is moments old; one query, or none."""
    again = [one for one in judged if isinstance(one, NewQuestion) and one.author_id in lately]
    if not again:
        return {}
    rows = _same_words_query.rows(
        chat_session=chat_session.pk,
        authors={one.author_id for one in again},
        texts={one.text for one in again},
        since=timezone.now() - SAME_WORDS_WITHIN,
    )
    return {(row.author_id, row.text): row for row in rows}


def _asked() -> QuerySet[Question]:
    return Question.objects.filter(InArray("author", Given("authors")), chat_session=Given("chat_session", UUIDField()))


_mutes_query = PreparedQuery(
    lambda: Mute.objects.filter(
        chat_session=Given("chat_session", UUIDField()), until__gt=Given("now", DateTimeField())
    ).values_list("person", "until")
)
_askers_query = PreparedQuery(
    lambda: (
        _asked()
        .order_by()
        .values_list("author")
        .annotate(
            waiting=Count("pk", filter=Q(state__in=UNDECIDED_STATES)),
            withdrawn=Count("pk", filter=Q(state=QuestionState.WITHDRAWN)),
            last_asked_at=Max("asked_at", filter=Q(state__in=REMAINING_STATES)),
            by_now=Max("asked_at", filter=Q(state__in=REMAINING_STATES, asked_at__lte=Given("now", DateTimeField()))),
        )
    )
)
_same_words_query = PreparedQuery(
    lambda: (
        _asked()
        .filter(
            InArray("text", Given("texts")), state__in=REMAINING_STATES, asked_at__gte=Given("since", DateTimeField())
        )
        .order_by("asked_at")
    )
)


@dataclass(frozen=True, slots=True)
class _Slow:
    """Slow mode: the time between two questions of one person, and when each has last asked.

    A question that was not accepted, or withdrawn, does not count: it may be put in other words at once.
    """

    pause: timedelta
    last_asked: dict[int, datetime]

    def why_not(self, question: NewQuestion) -> Refused | None:
        last = self.last_asked.get(question.author_id)
        if last is None or question.asked_at - last >= self.pause:
            return None
        after_ms = int((last + self.pause - question.asked_at).total_seconds() * 1000)
        minutes = int(self.pause.total_seconds() // 60)
        return Refused("slow_mode", _say_slow(minutes), after_ms=after_ms, facts={"minutes": minutes})

    def note(self, question: NewQuestion) -> None:
        self.last_asked[question.author_id] = question.asked_at


def _compare(
    judged: Sequence[NewQuestion | Refused],
    asked_before: dict[AskedWords, Question | NewQuestion],
    askers: _Askers,
    slow: _Slow,
) -> list[AskDecision]:
    """Decide each with the ones before it: it may repeat one of them, or its author may have too many already."""
    decided: list[AskDecision] = []
    for one in judged:
        if isinstance(one, Refused):
            decided.append(one)
            continue
        same = asked_before.get((one.author_id, one.text))
        if same is not None and one.asked_at - same.asked_at < SAME_WORDS_WITHIN:
            decided.append(Repeated(same))
        elif askers.waiting[one.author_id] >= settings.MAX_WAITING_QUESTIONS:
            decided.append(_too_many_waiting())
        elif askers.withdrawn[one.author_id] >= MAX_WITHDRAWN_QUESTIONS:
            decided.append(_too_many_withdrawn())
        elif (too_soon := slow.why_not(one)) is not None:
            decided.append(too_soon)
        else:
            slow.note(one)
            asked_before[one.author_id, one.text] = one
            askers.waiting[one.author_id] += 1
            decided.append(one)
    return decided


def _too_many_waiting() -> Refused:
    most = settings.MAX_WAITING_QUESTIONS
    return Refused("too_many_waiting", _say_too_many_waiting(most), facts={"max": most})


def _too_many_withdrawn() -> Refused:
    return Refused("too_many_waiting", _say_too_many_withdrawn(), facts={"max": MAX_WITHDRAWN_QUESTIONS})


def _too_many_in_words(most: int) -> str:
    message = ngettext(
        "You have %(most)s question that no moderator has decided yet. Please wait for that, or withdraw it.",
        "You have %(most)s questions that no moderator has decided yet. Please wait for that, or withdraw one.",
        most,
    )
    return message % {"most": digits(most)}


def _withdrawn_in_words() -> str:
    message = _("You have withdrawn {n} questions in this chat. That is all, so that everybody’s can be read.")
    return message.format(n=digits(MAX_WITHDRAWN_QUESTIONS))


def _slow_in_words(minutes: int) -> str:
    message = ngettext(
        "Slow mode: you can ask one question every %(minutes)s minute. Please wait a little.",
        "Slow mode: you can ask one question every %(minutes)s minutes. Please wait a little.",
        minutes,
    )
    return message % {"minutes": digits(minutes)}


_say_slow = lazy(_slow_in_words, str)
_say_too_many_withdrawn = lazy(_withdrawn_in_words, str)
_say_too_many_waiting = lazy(_too_many_in_words, str)
"""Translated for the reader later: their language is unknown while many people's questions are decided at once."""


def _decide(chat_session: LockedChatSession, ask: Ask, muted_until: datetime | None) -> NewQuestion | Refused:
    """The question to be saved, or the reason against it."""
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
    salt = new_salt()
    return NewQuestion(
        id=uuid4(),
        chat_session_id=chat_session.id,
        author_id=ask.person.id,
        kind=ask.kind,
        topic=ask.topic,
        text=text,
        commitment=commitment(salt, text),
        salt=base64url(salt),
        masked=None if ask.masked is None else [*ask.masked],
        label=label_of(ask.person, chat_session.ward),
        receipt=new_receipt(),
        asked_at=now,
    )


def _entry(ask: Ask, question: NewQuestion) -> log.NewEvent:
    asked = DeskAsked(
        **facts_of_question(question),
        text=question.text,
        label=question.label,
        version=question.version,
        looks_like=list(ask.looks_like) or UNSET,
        topic=question.topic or UNSET,
        commitment=question.commitment,
        masked=[HiddenPlace(**place) for place in ask.masked or ()] or UNSET,
    )
    return log.NewEvent(asked, actor("resident", ask.person), author=ask.person.public_id)
