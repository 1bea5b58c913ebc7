"""A year of a ward's promises, lived through with a clock that is set forward: each fate once, in three months."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from moderation.questions.screening import approve_question
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import open_chat_session
from sessions.chats.questions.asking import Ask
from sessions.chats.questions.own_questions import ask_question
from sessions.models import Office, Promise, Question
from sessions.models.promises.transitions import PromiseStepBy
from sessions.promises.making import NewPromise, propose_promise
from sessions.promises.steps import lock_promise, take_promise_step
from sessions.record.months.sealing import seal_due_months
from tests.factories.matters import WardOffice, on_day
from tests.factories.promises import promise_of, promise_step

YEAR = 2027


def live_through(office: WardOffice) -> dict[str, Promise]:
    """Made, kept late, claimed, disputed, broken, with a new day, dropped, joined, lapsed; proposed and confirmed,
    refused, or left unanswered. By a word for each."""
    with on_day(date(YEAR, 1, 12)):
        made = {
            word: promise_of(office, f"The {word} one.", due_on=date(YEAR, 2, 10))
            for word in ("kept", "claimed", "disputed", "broken", "moved", "dropped", "joined", "lapsed")
        }
        made["open"] = promise_of(office, "The open one.", due_on=date(YEAR + 1, 3, 1))
        question = _question(office)
        made |= {word: propose(office, question, word) for word in ("confirmed", "refused", "unanswered")}
    with on_day(date(YEAR, 2, 11)):
        for promise in made.values():
            if promise.state == "made" and promise.due_on == date(YEAR, 2, 10):
                promise_step(promise, "overdue", by=PromiseStepBy.CLOCK)
        change(made["confirmed"], "confirm", made_at=timezone.now(), due_on=date(YEAR, 12, 1))
        promise_step(made["refused"], "not_confirm")
        promise_step(made["unanswered"], "unanswered", by=PromiseStepBy.CLOCK)
        change(made["moved"], "new_day", due_on=date(YEAR, 6, 1), why_new_day="The pipes are late.")
    with on_day(date(YEAR, 5, 20)):
        for word in ("kept", "claimed", "disputed"):
            change(made[word], "claim", claimed_at=timezone.now(), proof="Look at it.")
        promise_step(made["kept"], "keep", by=PromiseStepBy.RESIDENT, kept=1)
        promise_step(made["disputed"], "dispute", by=PromiseStepBy.SUPPORTERS, kept=1, not_kept=3)
        promise_step(made["broken"], "break", text="There is no money.")
        promise_step(made["dropped"], "drop", text="Not our plan.")
        change(made["joined"], "merge", merged_into=made["kept"])
        promise_step(made["lapsed"], "lapse", by=PromiseStepBy.MODERATOR)
    return {word: Promise.objects.get(pk=promise.pk) for word, promise in made.items()}


def seal_the_year(office: WardOffice) -> None:
    with on_day(date(YEAR + 1, 1, 9)):
        seal_due_months(timezone.now())


def change(promise: Promise, step: str, **fields: Any) -> Promise:
    """A step of the office with what the row then holds."""
    with transaction.atomic():
        locked = lock_promise(promise.pk)
        for name, value in fields.items():
            setattr(locked, name, value)
        if step == "confirm":
            locked.first_due_on = locked.due_on
        due_on, into = fields.get("due_on"), fields.get("merged_into")
        told = {"due_on": due_on and due_on.isoformat(), "text": fields.get("proof") or fields.get("why_new_day")}
        take_promise_step(locked, step, by=PromiseStepBy.OFFICE, told=told | {"into": into and into.number})
    return locked


def propose(office: WardOffice, question: Question, word: str) -> Promise:
    holder = Office.objects.get(ward=office.ward)
    new = NewPromise(
        ward=office.ward, office=holder, what=f"The {word} one.", question=question, said=f"the {word} one"
    )
    with transaction.atomic():
        return propose_promise(new, confirm_by=date(YEAR, 1, 15))


def _question(office: WardOffice) -> Question:
    chat = announce_chat_session(office.ward, starts_at=timezone.now(), minutes=60, by="clerk")
    open_chat_session(chat, by="clerk")
    question = ask_question(chat, Ask(office.resident, "Will the lane be clean?", "question"))
    return approve_question(chat, question.pk, moderator=office.moderator, version=question.version)
