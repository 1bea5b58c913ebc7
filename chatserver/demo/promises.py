"""Loads further promises of the demo, each as far as its script says; everything goes through the domain."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from chatserver.accounts.models import User
from sessions.matters.deadlines import closed_days_of
from sessions.matters.working_days import add_working_days
from sessions.models import Answer, Office, Promise, PromiseBy, Question, Ward
from sessions.models.promises.transitions import PromiseStepBy
from sessions.promises.keeping.office_steps import admit_broken, claim_kept, set_new_day
from sessions.promises.keeping.verdicts import KEPT_VERDICT, give_kept_verdict
from sessions.promises.making import NewPromise, make_promise, propose_promise
from sessions.promises.sources.proposals import CONFIRM_WORKING_DAYS

PROMISES = Path(__file__).with_name("promises.toml")


@dataclass(frozen=True, slots=True)
class ScriptedPromise:
    """promises.toml explains the fields."""

    ward: int
    what: str
    due_in_days: int
    steps: tuple[Mapping[str, Any], ...]
    key: str = ""
    said: str = ""
    where: str = ""
    budget_line: str = ""
    is_proposed: bool = False


@cache
def read_promises() -> tuple[ScriptedPromise, ...]:
    told = tomllib.loads(PROMISES.read_text(encoding="utf-8"))
    return tuple(ScriptedPromise(**facts) for facts in told["promise"])


@transaction.atomic
def load_promises(
    wards: Mapping[int, Ward], asked: Mapping[str, Question], accounts: Mapping[str, User]
) -> list[Promise]:
    """Load the promises of the demo. asked: the questions of the demo's chats, by their keys."""
    return [
        _load(script, wards[script.ward], asked.get(script.key), councillor=accounts[f"councillor-{script.ward}"])
        for script in read_promises()
    ]


def _load(script: ScriptedPromise, ward: Ward, question: Question | None, *, councillor: User) -> Promise:
    today = timezone.localdate()
    answer = Answer.objects.get(question=question, text__contains=script.said) if question is not None else None
    new = NewPromise(
        ward=ward,
        office=Office.objects.held_on(today).get(ward=ward),
        what=script.what,
        where=script.where,
        budget_line=script.budget_line,
        due_on=today + timedelta(days=script.due_in_days),
        question=question,
        answer=answer,
        said=script.said,
        said_from=answer.text.index(script.said) if answer is not None else None,
    )
    if script.is_proposed:
        confirm_by = add_working_days(today, CONFIRM_WORKING_DAYS, closed_days_of(ward))
        return propose_promise(new, confirm_by=confirm_by)
    promise = make_promise(new, how=PromiseBy.CLERK, by=PromiseStepBy.OFFICE)
    for step in script.steps:
        promise = _step(promise, step, councillor)
    return promise


def _step(promise: Promise, step: Mapping[str, Any], councillor: User) -> Promise:
    by_office = {"person": councillor, "version": promise.version, "text": step.get("text", "")}
    match step["step"]:
        case "claim":
            return claim_kept(promise.pk, **by_office)
        case "new_day":
            return set_new_day(
                promise.pk, **by_office, due_on=timezone.localdate() + timedelta(days=int(step["in_days"]))
            )
        case "break":
            return admit_broken(promise.pk, **by_office)
        case _:
            assert promise.question is not None, "somebody asked for it"
            return give_kept_verdict(promise.pk, KEPT_VERDICT, person=promise.question.author)
