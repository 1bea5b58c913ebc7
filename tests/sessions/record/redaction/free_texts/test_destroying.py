"""A ban and a line of the audit outlive the words that they quoted."""

from typing import Any

import pytest

from sessions.city.people.bans import ban_author, why_banned
from sessions.models import Ban, Change
from tests.factories.evening import make_evening
from tests.sessions.record.redaction.conftest import CANARY, Recorded

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.costly]


def ban(recorded: Recorded, reason: str) -> Ban:
    chat, clerk = recorded.evening.chat_session, recorded.evening.clerk
    ban_author(chat, recorded.other.pk, clerk=clerk, days=3, reason=reason)
    return Ban.objects.get(reason=reason)


def test_a_ban_stays_without_its_reason_and_the_person_is_told_that_words_were_removed(recorded: Recorded) -> None:
    quoting, evening = ban(recorded, f"Wrote: {CANARY}"), recorded.evening
    recorded.redact("question.queued")
    quoting.refresh_from_db()
    assert (quoting.reason, quoting.lifted_at) == ("", None)
    told = why_banned(evening.residents[1], evening.ward)
    assert str(told.message).endswith(": These words were removed.")


def test_the_audit_says_who_did_what_and_when_without_the_words(recorded: Recorded) -> None:
    ban(recorded, f"Wrote: {CANARY}")
    before = facts_of(Change.objects.get(subject="ban"))
    recorded.redact("question.queued")
    change = Change.objects.get(subject="ban")
    assert facts_of(change) == before
    assert change.after is not None
    assert change.after["ban_reason"] == ""
    assert {name for name, value in change.after.items() if value} == set(change.after) - {"ban_reason"}


def facts_of(change: Change) -> tuple[Any, ...]:
    return change.at, change.person_id, change.actor, change.subject, change.subject_id


def test_a_reason_that_does_not_repeat_the_words_stays_and_so_does_one_of_another_ward(recorded: Recorded) -> None:
    other = make_evening(number=96)
    question = other.queue()
    ban_author(other.chat_session, question.pk, clerk=other.clerk, days=3, reason=CANARY)
    ban(recorded, "Does Canary Das live in flat 5?")
    recorded.redact("question.queued")
    assert sorted(Ban.objects.values_list("reason", flat=True)) == [CANARY, "Does Canary Das live in flat 5?"]
