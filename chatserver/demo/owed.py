"""What the demo's finished evening began with: promises that were due, and what the office said of each."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from chatserver.accounts.models import User
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.models import ChatSession, Office, Promise, PromiseBy, Ward
from sessions.models.promises.transitions import PromiseStepBy
from sessions.promises.making import NewPromise, make_promise
from sessions.promises.owed_block.answering import answer_owed

OWED = Path(__file__).with_name("owed.toml")
ITEMS = tomllib.loads(OWED.read_text(encoding="utf-8"))["owed"]


@transaction.atomic
def owe_from_before(ward: Ward) -> list[Promise]:
    """Owe promises before the chat opens. owed.toml explains the fields."""
    today = timezone.localdate()
    office = Office.objects.held_on(today).get(ward=ward)
    return [
        make_promise(
            NewPromise(ward=ward, office=office, what=item["what"], due_on=today - timedelta(days=item["days"])),
            how=PromiseBy.TICK,
            by=PromiseStepBy.OFFICE,
        )
        for item in ITEMS
    ]


def speak_of_owed(chat_session: ChatSession, promises: list[Promise], *, councillor: User) -> None:
    """Speak of owed promises while the chat is live, in the order of the list."""
    today = timezone.localdate()
    for promise, item in zip(promises, ITEMS, strict=True):
        if "outcome" in item:
            day = today + timedelta(days=item["in_days"]) if "in_days" in item else None
            said = {"outcome": OwedOutcome(item["outcome"]), "text": item["text"], "due_on": day}
            answer_owed(chat_session, promise.pk, person=councillor, **said)
