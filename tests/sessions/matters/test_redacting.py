"""A question's redacted words go from the complaint or suggestion that has the same ones, and from its promise."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from sessions.matters.lodging.lodging import NewMatter, lodge
from sessions.matters.publishing import publish_matter
from sessions.matters.redacting import redact_left_matters
from sessions.matters.steps import lock_matter, take_matter_step
from sessions.models import Matter, MatterText, MonthLog, MonthRecord, Promise
from sessions.models.matters.transitions import By
from sessions.platform.text.text_input import CleanText
from sessions.record.forms.record_facts import json_form
from sessions.record.months.sealing import seal_month
from sessions.record.proof.log_part import with_log_part
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import verify_document
from tests.factories.evening import make_evening
from tests.factories.matters import make_category
from tests.sessions.record.redaction.conftest import ALL, CANARY, Recorded, make_recorded
from tests.sessions.record.redaction.test_confirming import tables_with

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def recorded() -> Recorded:
    return make_recorded(make_evening())


def make_matter(recorded: Recorded, *, kind: str = "complaint", **fields: Any) -> Matter:
    """Published, with the words of the question that holds the canary."""
    category, ward = make_category(), recorded.evening.ward
    given: dict[str, Any] = {"author": recorded.evening.residents[0], **fields}
    matter = lodge(NewMatter(ward=ward, kind=kind, category=category, text=CleanText(CANARY), **given))
    with transaction.atomic():
        locked = lock_matter(matter.pk)
        publish_matter(locked, moderator=recorded.evening.moderator)
    return locked


@pytest.mark.long
def test_words_that_became_a_complaint_are_in_no_table_any_longer(recorded: Recorded) -> None:
    matter = make_matter(recorded, from_question=recorded.question)
    page = f"/matters/{matter.number}/"
    assert "Canary" in Client().get(page).content.decode()
    assert "canary" in MatterText.objects.get().words
    recorded.redact(*ALL)
    assert tables_with("Canary") == tables_with("canary") == []
    shown = Client().get(page, headers=ENGLISH).content.decode()
    assert "Canary" not in shown
    assert "These words were removed." in shown
    after = Matter.objects.get()
    assert (after.state, after.due_on, after.commitment) == (matter.state, matter.due_on, matter.commitment)
    assert after.commitment != ""


@pytest.mark.long
def test_words_of_a_complaint_that_was_asked_in_a_chat_go_with_the_question(recorded: Recorded) -> None:
    matter = make_matter(recorded)
    Matter.objects.filter(pk=matter.pk).update(asked_again_of=recorded.question)
    recorded.redact(*ALL)
    assert tables_with("Canary") == []
    assert Matter.objects.get().state == "open"


@pytest.mark.long
def test_the_sealed_month_loses_them_with_a_line_that_says_why(recorded: Recorded) -> None:
    make_matter(recorded, from_question=recorded.question)
    seal_month(MonthLog.objects.get())
    recorded.redact(*ALL)
    assert tables_with("Canary") == []
    lines = MonthRecord.objects.get().document["redactions"]
    assert [(line["texts"], line["ground"], line["authority"]) for line in lines] == [
        (["text", "label"], "court_order", "Order 7 of 2027")
    ]


def test_what_an_office_gave_as_ground_goes_from_the_sealed_month_too(recorded: Recorded) -> None:
    matter = make_matter(recorded, from_question=recorded.question)
    with transaction.atomic():
        told = {"text": "Not this year.", "ground": f"No line for: {CANARY}"}
        take_matter_step(lock_matter(matter.pk), "refuse", by=By.OFFICE, told=told)
    record = seal_month(MonthLog.objects.get())
    [entry] = [each for each in record.document["entries"] if each["type"] == "matter.stepped"]
    assert ("ground" in entry["data"], entry["texts"]["ground"]["value"]) == (False, told["ground"])
    recorded.redact(*ALL)
    assert tables_with("Canary") == []
    record.refresh_from_db()
    assert verify_document(json_form(dict(with_log_part(record.document))), known_keys()).redacted == 2
    assert "No line for" not in Client().get(f"/matters/{matter.number}/", headers=ENGLISH).content.decode()


@pytest.mark.long
def test_the_promise_of_a_suggestion_goes_too(recorded: Recorded) -> None:
    matter = make_matter(recorded, kind="suggestion", from_question=recorded.question)
    with transaction.atomic():
        locked = lock_matter(matter.pk)
        locked.planned_on = timezone.localdate() + timedelta(days=30)
        take_matter_step(locked, "accept", by=By.OFFICE)
    assert Promise.objects.get().what == CANARY
    recorded.redact(*ALL)
    assert Promise.objects.get().is_withheld
    assert tables_with("Canary") == []


@pytest.mark.long
def test_what_has_no_words_of_the_question_stays(recorded: Recorded) -> None:
    make_matter(recorded, from_question=recorded.question)
    recorded.redact("answer.given")
    assert Matter.objects.get().text == CANARY


@pytest.mark.long
def test_what_older_versions_left_goes_at_the_next_start_and_nothing_else(recorded: Recorded) -> None:
    matter, other = make_matter(recorded), make_matter(recorded, from_question=recorded.other)
    recorded.redact(*ALL)
    Matter.objects.filter(pk=matter.pk).update(from_question=recorded.question)
    assert redact_left_matters() == 1
    assert {each.pk: each.text for each in Matter.objects.all()} == {matter.pk: "", other.pk: CANARY}
    version = Matter.objects.get(pk=matter.pk).version
    assert redact_left_matters() == 0
    assert Matter.objects.get(pk=matter.pk).version == version
