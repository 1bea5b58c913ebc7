"""Loads the demo's promises, each as far as its script says; everything goes through the domain."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from sessions.models import Answer, Office, Promise, PromiseBy, Question, Ward
from sessions.promises.making import NewPromise, make_promise, propose_promise
from sessions.promises.steps import lock_promise, take_promise_step
from sessions.promises.transitions import PromiseStepBy

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
    confirm_in_days: int = 0


@cache
def read_promises() -> tuple[ScriptedPromise, ...]:
    told = tomllib.loads(PROMISES.read_text(encoding="utf-8"))
    return tuple(ScriptedPromise(**facts) for facts in told["promise"])


@transaction.atomic
def load_promises(wards: Mapping[int, Ward], asked: Mapping[str, Question]) -> list[Promise]:
    """asked: the questions of the demo's chats, by their keys."""
    return [_load(script, wards[script.ward], asked.get(script.key)) for script in read_promises()]


def _load(script: ScriptedPromise, ward: Ward, question: Question | None) -> Promise:
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
    if script.confirm_in_days:
        return propose_promise(new, confirm_by=today + timedelta(days=script.confirm_in_days))
    how, by = (PromiseBy.TICK, PromiseStepBy.OFFICE) if answer is not None else (PromiseBy.CLERK, PromiseStepBy.OFFICE)
    promise = make_promise(new, how=how, by=by)
    for step in script.steps:
        promise = _step(promise, step)
    return promise


def _step(promise: Promise, step: Mapping[str, Any]) -> Promise:
    """One step, with what the row then holds."""
    locked, text, told = lock_promise(promise.pk), step.get("text", ""), {"kept": step.get("kept")}
    match step["step"]:
        case "claim":
            locked.claimed_at, locked.proof = timezone.now(), text
        case "new_day":
            locked.due_on = timezone.localdate() + timedelta(days=step["later_in_days"])
            locked.why_new_day = text
            told["due_on"] = locked.due_on.isoformat()
        case "keep":
            locked.kept_votes = step["kept"]
    take_promise_step(locked, step["step"], by=PromiseStepBy(step["by"]), told=told | {"text": text})
    return locked
