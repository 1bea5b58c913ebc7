"""One ward's evening with its people, made through the domain: the beginning of most domain tests."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone

from moderation.questions.masking.masked_places import places_to_mask
from moderation.questions.screening import approve_question
from moderation.questions.second_look import looks_like
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import open_chat_session
from sessions.chats.questions.asking import Ask
from sessions.chats.questions.floor import give_answer, take_question
from sessions.chats.questions.own_questions import ask_question
from sessions.city.people.consents import agree_together
from sessions.log import log
from sessions.log.queries import own_questions_of
from sessions.models import Appointment, Borough, ChatSession, Duty, Office, OfficeKind, Question, Ward
from tests.clients.product_folds import fold_desk, fold_public

AN_ANSWER = (
    "The drain is cleaned before the rains, from the market side on. It has been on the list since the last chat, and "
    "the crew begins on Monday; until it reaches your lane, please keep sand and bricks off the gratings."
)

RANDOM_HEX = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\b[0-9a-f]{64}\b")


@dataclass
class Evening:
    """A chat session in ward 95 of Borough X, and everybody it needs."""

    chat_session: ChatSession
    ward: Ward
    residents: list[Any]
    moderator: Any
    second_moderator: Any
    councillor: Any
    clerk: Any

    def ask(self, text: str | None = None, *, by: int = 0, kind: str = "question") -> Question:
        text = self._next_words() if text is None else text
        ask = Ask(self.residents[by], text, kind, looks_like=looks_like(text), masked=places_to_mask(text))
        return ask_question(self.chat_session, ask)

    def queue(self, text: str | None = None, *, by: int = 0) -> Question:
        question = self.ask(text, by=by)
        return approve_question(self.chat_session, question.pk, moderator=self.moderator, version=question.version)

    def _next_words(self) -> str:
        """For tests that do not care about the words: never the same twice, which would be one question."""
        asked = Question.objects.filter(chat_session=self.chat_session).count()
        return f"When will drain {asked + 1} be cleaned?" if asked else "When will the drain be cleaned?"

    def take(self, question: Question | None = None) -> Question:
        return take_question(self.chat_session, question.pk if question else None, person=self.councillor)

    def answer(self) -> Question:
        """A question, asked, taken and answered at the usual length."""
        question = self.take(self.queue())
        give_answer(self.chat_session, question.pk, person=self.councillor, text=AN_ANSWER, final=True)
        return question

    def public_events(self) -> list[dict[str, Any]]:
        return events_of(self.chat_session.pk, "public")

    def desk_events(self) -> list[dict[str, Any]]:
        return events_of(self.chat_session.pk, "desk")

    def public_state(self) -> dict[str, Any]:
        return fold_public(self.public_events())

    def desk_state(self) -> dict[str, Any]:
        return fold_desk(self.desk_events())


def events_of(chat_session_id: UUID, stream: str) -> list[dict[str, Any]]:
    events = log.read_since(chat_session_id=chat_session_id, stream=stream, seq=0, limit=100_000)
    return [event.as_wire() for event in events]


def without_ids(told: object) -> str:
    """The words as text, without UUIDs and hashes: random digits may be those of any number."""
    return RANDOM_HEX.sub("", str(told))


def own_questions(account_id: int, chat_session_id: UUID) -> list[dict[str, Any]]:
    """A person's own questions in one chat session, oldest first, as only that person is told."""
    return own_questions_of([(account_id, chat_session_id)]).get((account_id, chat_session_id), [])


def make_ward(number: int = 95) -> Ward:
    borough, _is_new = Borough.objects.get_or_create(code="X", defaults={"names": {"en": "Borough X"}})
    return Ward.objects.create(number=number, borough=borough)


def make_person(username: str, ward: Ward | None = None, label: str = "") -> Any:
    """A person; one who lives in a ward has agreed to the notice, and may ask there."""
    person = get_user_model().objects.create(username=username, ward=ward, label=label)
    if ward is not None:
        agree_together([person], language="en")
    return person


def make_office(ward: Ward, holder: Any = None, kind: str = OfficeKind.COUNCILLOR) -> Office:
    return Office.objects.create(
        ward=ward, kind=kind, holder=holder, names={"en": f"Holder of ward {ward.number}"}, from_on=date(2022, 1, 1)
    )


def make_evening(*, is_live: bool = True, residents: int = 3, number: int = 95, minutes: int = 60) -> Evening:
    ward = make_ward(number)
    user = get_user_model()
    councillor, clerk, *people = user.objects.bulk_create(  # hundreds of tests begin with it
        [
            *(user(username=f"{duty}-{number}") for duty in ("councillor", "clerk")),
            *(user(username=f"moderator-{number}-{index}", label=f"Moderator {index + 1}") for index in range(2)),
            *(user(username=f"resident-{number}-{index}", ward=ward) for index in range(residents)),
        ]
    )
    moderators, people = people[:2], people[2:]
    if people:
        agree_together(people, language="en")
    make_office(ward, councillor)
    since = date(2022, 1, 1)
    Appointment.objects.bulk_create(
        [
            *(Appointment(person=each, duty=Duty.MODERATOR, ward=ward, from_on=since) for each in moderators),
            Appointment(person=clerk, duty=Duty.CLERK, borough=ward.borough, from_on=since),
        ]
    )
    starts_at = timezone.now() + timedelta(minutes=0 if is_live else 60)
    chat_session = announce_chat_session(ward, starts_at=starts_at, minutes=minutes, by="clerk")
    if is_live:
        chat_session = open_chat_session(chat_session, by="clerk")
    return Evening(chat_session, ward, people, moderators[0], moderators[1], councillor, clerk)
