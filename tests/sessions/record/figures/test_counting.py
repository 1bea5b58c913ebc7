"""What is counted of a chat, from its record's document alone."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from moderation.questions.removal import take_down_question
from moderation.questions.screening import decline_question, hold_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import defer_question, give_answer
from sessions.models import Question, Record
from sessions.record.figures.counting import ChatFigures, add_up, figures_of, month_of_chat, ward_in_document
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly

KOLKATA = ZoneInfo("Asia/Kolkata")


def closed(evening: Evening) -> dict[str, Any]:
    close_chat_session(evening.chat_session, by="clerk")
    document: dict[str, Any] = Record.objects.get().document
    return document


def a_full_evening(evening: Evening) -> dict[str, Question]:
    """One question of each fate."""
    room, by = evening.chat_session, {"moderator": evening.moderator}
    asked = {"answered": evening.answer()}
    removed = asked["removed"] = evening.answer()
    removed.refresh_from_db()
    take_down_question(room, removed.pk, **by, version=removed.version, reason="attack", note="")
    promised = asked["promised"] = evening.take(evening.queue())
    defer_question(room, promised.pk, person=evening.councillor, due_on=timezone.localdate() + timedelta(days=7))
    asked["not reached"] = evening.queue()
    merged = asked["merged"] = evening.ask()
    merge_question(room, merged.pk, **by, version=merged.version, into=asked["not reached"].pk)
    for reason in ("attack", "attack", "off_topic"):
        refused = evening.ask()
        decline_question(room, refused.pk, **by, version=1, reason=reason, note="")
    held = asked["held"] = evening.ask()
    hold_question(room, held.pk, **by, version=1)
    asked["not read"] = evening.ask(kind="complaint")
    return asked


def test_each_fate_is_counted_once(evening: Evening) -> None:
    a_full_evening(evening)
    found = figures_of(closed(evening))
    assert (found.chats, found.asked, found.on_notice, found.owed) == (1, 10, 1, 1)
    assert found.refused == {"attack": 2, "off_topic": 1}
    assert (found.accepted, found.answered) == ({"question": 4}, {"question": 2})
    assert (found.all_answered, found.all_refused, found.held, found.unread, found.others) == (2, 3, 1, 1, 2)
    assert (found.share("question"), found.share("complaint")) == (0.5, None)
    assert len(found.waits) == 3


def test_a_removed_question_counts_as_before(evening: Evening) -> None:
    question = evening.answer()
    document = closed(evening)
    before = figures_of(document)
    for entry in document["entries"]:
        entry["texts"] = dict.fromkeys(entry["texts"])
    data = {"question": str(question.pk), "reason": "attack", "backing": 0, "seq": 99}
    document["entries"].append({"type": "question.removed", "at": document["entries"][-1]["at"], "data": data})
    assert figures_of(document) == before


def test_a_wait_runs_from_the_asking_to_the_first_taking(evening: Evening) -> None:
    evening.answer()
    entries = closed(evening)["entries"]
    [queued] = [entry for entry in entries if entry["type"] == "question.queued"]
    [taken] = [entry for entry in entries if entry["type"] == "question.taken"]
    queued["data"]["asked_at"], taken["at"] = "2027-01-01T10:00:00.000Z", "2027-01-02T10:01:30.250Z"
    again = {**taken, "at": "2030-01-01T00:00:00.000Z"}
    assert figures_of({"entries": [*entries, again]}).waits == (24 * 3_600_000 + 90_250,)


def test_a_written_answer_that_came_later_is_no_longer_owed(evening: Evening) -> None:
    promised = evening.take(evening.queue())
    due_on = timezone.localdate() + timedelta(days=7)
    defer_question(evening.chat_session, promised.pk, person=evening.councillor, due_on=due_on)
    entries = closed(evening)["entries"]
    given = {"question": str(promised.pk), "final": True, "by": "", "office": "councillor"}
    later = {"type": "answer.given", "at": entries[-1]["at"], "data": given}
    found = figures_of({"entries": [*entries, later]})
    assert (found.on_notice, found.owed, found.all_answered) == (1, 0, 1)


def test_a_part_of_an_answer_is_no_answer(evening: Evening) -> None:
    question = evening.take(evening.queue())
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="First…", final=False)
    found = figures_of(closed(evening))
    assert (found.all_answered, found.others) == (0, 1)


def test_a_record_without_any_question_has_figures(evening: Evening) -> None:
    found = figures_of(closed(evening))
    assert found == ChatFigures(chats=1)
    assert (found.median_wait, found.others) == (None, 0)


@pytest.mark.parametrize(("waits", "median"), [((), None), ((5,), 5), ((1, 9), 5), ((9, 1, 2), 2), ((1, 2), 1)])
def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two(waits: tuple[int, ...], median: int | None) -> None:
    assert ChatFigures(waits=waits).median_wait == median


def test_the_sum_has_the_median_of_all_waits_and_not_of_the_medians() -> None:
    chats = [ChatFigures(chats=1, asked=3, waits=(1, 2, 3)), ChatFigures(chats=1, asked=1, waits=(100,))]
    total = add_up(chats)
    assert (total.chats, total.asked, total.median_wait) == (2, 4, 2)
    assert add_up([]) == ChatFigures()


def test_figures_survive_their_row(evening: Evening) -> None:
    a_full_evening(evening)
    found = figures_of(closed(evening))
    assert ChatFigures.from_row(found.as_row()) == found


def test_the_month_is_that_of_the_opening_in_the_city(evening: Evening) -> None:
    document = closed(evening)
    entries = [dict(entry) for entry in document["entries"] if entry["type"] in ("head", "session.opened")]
    entries[1]["at"] = "2027-01-31T18:45:00.000Z"  # past midnight there
    assert month_of_chat({"entries": entries}, zone=KOLKATA) == date(2027, 2, 1)
    entries[0]["data"] = entries[0]["data"] | {"starts_at": "2027-01-31T18:00:00.000Z"}
    assert month_of_chat({"entries": entries[:1]}, zone=KOLKATA) == date(2027, 1, 1)
    assert ward_in_document(document) == 95
