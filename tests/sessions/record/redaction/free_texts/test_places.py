"""A clerk is told where else the words stand, before they are destroyed; and may not write them into the order."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from sessions.models import Activity, ChatSession, Closure, Redaction
from sessions.platform.refusals import Refused
from sessions.record.redaction.free_texts.places import places_quoting
from sessions.record.redaction.proposing import propose_redaction
from sessions.record.redaction.redactable_words import words_of
from tests.factories.planning_desk import client_of
from tests.sessions.record.redaction.conftest import CANARY, Recorded

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.costly]
ENGLISH = {"accept-language": "en"}


def write_activity(recorded: Recorded, number: str, **given: Any) -> Activity:
    now, ward = timezone.now(), recorded.evening.ward
    serial = int(number.rpartition("-")[2])
    facts = {"titles": {"en": "Drains"}, "texts": {"en": "They are clean."}} | given
    return Activity.objects.create(
        ward=ward, number=number, year=2027, serial=serial, on_day=now.date(), made_at=now, changed_at=now, **facts
    )


def places_of(redaction: Redaction) -> list[str]:
    chat_session = redaction.chat_session
    return [place.what for place in places_quoting(chat_session, words_of(chat_session, redaction.entries.all()))]


def test_each_text_that_is_published_for_itself_is_named(recorded: Recorded) -> None:
    write_activity(recorded, "95-A-2027-1", texts={"en": "As asked.", "bn": f"“{CANARY}”"})
    write_activity(recorded, "95-A-2027-2", landmark=f"By {CANARY}")
    write_activity(recorded, "95-A-2027-3")
    chat = recorded.evening.chat_session
    ChatSession.objects.filter(pk=chat.pk).update(move_reasons={"en": f"Because: {CANARY}"})
    day = date(2027, 1, 26)
    Closure.objects.create(kind="closed", from_on=day, to_on=day, reasons={"en": CANARY.upper()})
    places = places_of(recorded.propose("question.queued"))
    assert (sorted(places[:2]), places[3:]) == (
        ["Activity 95-A-2027-1", "Activity 95-A-2027-2"],
        ["Closed days: 26 January 2027"],
    )
    assert places[2].startswith("Live chat of ward 95 on ")


def test_the_words_of_a_question_that_never_was_public_are_looked_for_as_well(recorded: Recorded) -> None:
    [refused] = [entry["n"] for entry in recorded.record.document["entries"] if entry["type"] == "question.declined"]
    write_activity(recorded, "95-A-2027-1", texts={"en": f"Asked: I ask, too: {CANARY}"})
    assert places_of(propose_numbers(recorded, refused)) == ["Activity 95-A-2027-1"]


def propose_numbers(recorded: Recorded, *numbers: int) -> Redaction:
    why: dict[str, Any] = {"ground": "error", "authority": "The office", "clerk": recorded.evening.clerk}
    return propose_redaction(recorded.evening.chat_session, dict.fromkeys(numbers, ()), **why)


def test_the_page_of_a_proposed_redaction_links_to_each(recorded: Recorded) -> None:
    client = client_of(recorded.evening.clerk)
    page = f"/planning/redactions/{recorded.propose('question.queued').pk}/"
    assert "These words stand elsewhere, too" not in client.get(page, headers=ENGLISH).content.decode()
    write_activity(recorded, "95-A-2027-1", texts={"en": CANARY})
    html = client.get(page, headers=ENGLISH).content.decode()
    assert "These words stand elsewhere, too" in html
    assert '<a class="card__link" href="/activities/95-A-2027-1/">Activity 95-A-2027-1</a>' in html


def test_a_line_about_whose_order_it_is_may_not_repeat_the_words(recorded: Recorded) -> None:
    with pytest.raises(Refused) as refused:
        recorded.propose("question.queued", authority=f"Order 7 about: {CANARY.lower()}")
    assert (refused.value.code, refused.value.facts) == ("bad_field", {"part": "authority"})
    assert not Redaction.objects.exists()
    assert recorded.propose("question.queued", authority="Order 7 about flat 4").pk


def test_an_earlier_line_that_repeats_them_is_named(recorded: Recorded) -> None:
    earlier = recorded.propose("answer.given", authority="Order 6")
    Redaction.objects.filter(pk=earlier.pk).update(authority=f"Order about {CANARY}")
    [place] = places_of(recorded.propose("question.queued"))
    assert place.startswith("“By whose order” of the redaction of ")
