"""What the demo's offices have said since of promises that they made in its evenings."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from chatserver.accounts.models import User
from sessions.models import Promise, Question
from sessions.promises.keeping.office_steps import claim_kept, set_new_day

STEPS = Path(__file__).with_name("promise_steps.toml")


def carry_on_promises(asked: Mapping[str, Question], *, person: User) -> list[Promise]:
    """Take the steps of promise_steps.toml with those that were made from these questions. person: of their office."""
    done = []
    for told in tomllib.loads(STEPS.read_text(encoding="utf-8"))["promise"]:
        question = asked.get(told["question"])
        for promise in Promise.objects.filter(question=question).order_by("serial")[:1] if question else ():
            given = {"person": person, "version": promise.version, "text": told["text"]}
            if told["step"] == "kept":
                done.append(claim_kept(promise.pk, **given))
            else:
                due_on = timezone.localdate() + timedelta(days=told["in_days"])
                done.append(set_new_day(promise.pk, due_on=due_on, **given))
    return done
