"""The ledger lists every decision with its reason, and not one word, note or account."""

import csv
import json
import re
from datetime import timedelta
from importlib import import_module
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from moderation.desk.reopening import reopen_question
from moderation.desk.undoing import UndoableDecision, decide_later, undo_decision
from moderation.ledger.decision_counts import count_decisions
from moderation.questions.mutes import mute_resident
from moderation.questions.removal import take_down_question
from moderation.questions.reports import dismiss_reports
from moderation.questions.screening import approve_question, decline_question, hold_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import take_question
from sessions.chats.questions.own_questions import report_question
from sessions.city.people.bans import ban_author
from sessions.models import Event, Question
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}
ADDRESSES = ("/ledger/", "/ledger.json", "/ledger.csv")


def decide_all(evening: Evening) -> list[Question]:
    """One decision of each kind, with canaries in all that nobody may read."""
    room, by = evening.chat_session, {"moderator": evening.moderator}
    approved = evening.queue("Canary approved?")
    declined = evening.ask("Canary declined?", by=1)
    hold_question(room, declined.pk, **by, version=1)
    decline_question(room, declined.pk, **by, version=2, reason="attack", note="Canary note")
    reopen_question(room, declined.pk, **by, version=3, note="Canary mistake")
    decline_question(room, declined.pk, **by, version=4, reason="off_topic", note="")
    take_down_question(room, approved.pk, **by, version=approved.version, reason="personal_data", note="Canary down")
    mute_resident(room, declined.pk, moderator=evening.second_moderator, minutes=10)
    ban_author(room, declined.pk, clerk=evening.clerk, days=3, reason="Canary ban")
    return [approved, declined]


def rows(client: Client, query: str = "") -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = client.get(f"/ledger.json{query}", headers=ENGLISH).json()["decisions"]
    return listed


def test_every_decision_stands_in_the_ledger_once_the_evening_is_over(evening: Evening, client: Client) -> None:
    approved, declined = decide_all(evening)
    assert rows(client) == []
    close_chat_session(evening.chat_session, by="clerk")
    listed = [(row["decision"], row["reason"], row["commitment"]) for row in rows(client)]
    assert listed == [
        ("banned", None, None),
        ("muted", None, None),
        ("taken_down", "personal_data", approved.commitment),
        ("declined", "off_topic", declined.commitment),
        ("reopened", None, declined.commitment),
        ("declined", "attack", declined.commitment),
        ("held", None, declined.commitment),
        ("approved", None, approved.commitment),
    ]


@pytest.mark.long
@pytest.mark.row("threat", 13)
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_word_no_note_and_no_account_stands_in_it(evening: Evening, client: Client, address: str) -> None:
    asked = decide_all(evening)
    close_chat_session(evening.chat_session, by="clerk")
    people = [*evening.residents, evening.moderator, evening.second_moderator, evening.clerk]
    page = client.get(address).content.decode()
    assert asked[0].commitment in page
    secrets = [*(each.salt for each in asked), *(str(each.public_id) for each in people)]
    secrets += [each.username for each in people] + [each.label for each in people if each.label]
    secrets += [str(each.pk) for each in asked]
    assert [each for each in ("Canary", *secrets) if each in page] == []


def test_a_decision_that_was_undone_before_it_was_public_is_not_in_it(evening: Evening, client: Client) -> None:
    question = evening.ask()
    waiting = decide_later(
        evening.chat_session,
        question.pk,
        moderator=evening.moderator,
        version=1,
        decision=UndoableDecision("decline", {"reason": "attack", "note": ""}, seconds=10),
    )
    undone = undo_decision(evening.chat_session, question.pk, moderator=evening.moderator, version=waiting.version)
    approve_question(evening.chat_session, question.pk, moderator=evening.moderator, version=undone.version)
    close_chat_session(evening.chat_session, by="clerk")
    assert [row["decision"] for row in rows(client)] == ["approved"]


def test_a_moderator_has_one_name_within_a_month_and_another_one_in_the_next(evening: Evening, client: Client) -> None:
    for moderator in (evening.moderator, evening.moderator, evening.second_moderator):
        approve_question(evening.chat_session, evening.ask().pk, moderator=moderator, version=1)
    close_chat_session(evening.chat_session, by="clerk")
    other, second, first = (row["by"] for row in rows(client))
    assert first == second != other
    oldest = Event.objects.filter(type="question.approved").earliest("pk")
    before = oldest.in_ledger_at - timedelta(days=31) if oldest.in_ledger_at else timezone.now()
    Event.objects.filter(pk=oldest.pk).update(in_ledger_at=before)
    assert rows(client)[-1]["by"] not in (first, other)


def test_a_ward_and_a_month_filter_the_page_and_its_files(evening: Evening, client: Client) -> None:
    other = make_evening(number=96)
    for each in (evening, other):
        each.queue()
        close_chat_session(each.chat_session, by="clerk")
    this_month = f"{timezone.localdate():%Y-%m}"
    assert {row["ward"] for row in rows(client)} == {95, 96}
    assert [row["ward"] for row in rows(client, "?ward=96")] == [96]
    assert [row["ward"] for row in rows(client, f"?ward=৯৬&month={this_month}")] == [96]
    assert rows(client, "?month=2020-01") == []
    assert len(rows(client, "?month=2020-13&ward=x")) == 2
    page = client.get("/ledger/?ward=96", headers=ENGLISH).content.decode()
    assert "/ledger.csv?ward=96" in page


def test_the_page_has_the_words_of_the_reasons_and_a_chart_that_is_a_table(evening: Evening, client: Client) -> None:
    decide_all(evening)
    close_chat_session(evening.chat_session, by="clerk")
    page = client.get("/ledger/", headers=ENGLISH).content.decode()
    assert "Not accepted" in page
    assert drawn(page, "Ward 95") == ["approved", "declined", "taken_down", "1", "0", "2", "1"]
    assert '<rect data-kind="declined" x="50.0" y="0" width="100.0"' in page
    bengali = client.get("/ledger/", headers={"accept-language": "bn"}).content.decode()
    assert "ওয়ার্ড ৯৫" in bengali


def test_the_table_is_safe_in_a_spreadsheet(evening: Evening, client: Client) -> None:
    decide_all(evening)
    Event.objects.filter(type="question.approved").update(
        body={"id": str(UUID(int=1)), "state": "queued", "version": 2, "commitment": "=2+2"}
    )
    close_chat_session(evening.chat_session, by="clerk")
    text = client.get("/ledger.csv").content.decode("utf-8-sig")
    table = list(csv.reader(StringIO(text)))
    assert len(table) == 9
    assert table[-1][table[0].index("commitment")] == "'=2+2"
    assert [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_old_pages_follow_the_new_ones(evening: Evening, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moderation.ledger.page.DECISIONS_PER_PAGE", 3)
    monkeypatch.setattr("moderation.ledger.page.PER_FILE", 3)
    decide_all(evening)
    close_chat_session(evening.chat_session, by="clerk")
    seen, address = [], "http://testserver/ledger.json"
    while address:
        document = json.loads(client.get(address.removeprefix("http://testserver")).content)
        seen += document["decisions"]
        address = document["next"]
    assert len(seen) == 8
    assert 'rel="next" href="/ledger/?page=2"' in client.get("/ledger/").content.decode()
    assert client.get("/ledger.csv")["Link"] == '<http://testserver/ledger.csv?page=2>; rel="next"'
    assert client.get(f"/ledger/?page={'9' * 30}").status_code == 200


def test_decisions_of_an_older_log_are_found_by_the_migration(evening: Evening, client: Client) -> None:
    decide_all(evening)
    close_chat_session(evening.chat_session, by="clerk")
    expected = rows(client)
    Event.objects.update(in_ledger_at=None)
    import_module("sessions.migrations.0025_moderation_ledger").mark_ledger(apps, None)
    assert rows(client) == expected


def test_an_override_of_the_declared_order_stands_in_it_with_its_reason(evening: Evening, client: Client) -> None:
    evening.queue("The first?", by=0)
    later = evening.queue("The second?", by=1)
    take_question(evening.chat_session, later.pk, person=evening.councillor, reason="urgent")
    close_chat_session(evening.chat_session, by="clerk")
    listed = [(row["decision"], row["reason"], row["role"], row["by"]) for row in rows(client)]
    assert listed[0] == ("overridden", "urgent", "councillor", None)
    assert "It is urgent" in client.get("/ledger/", headers=ENGLISH).content.decode()


def drawn(page: str, of: str) -> list[str]:
    """The numbers that stand in the table's row of a month or a ward, and the bars in its head."""
    row = page[page.index(f'<th scope="row" role="rowheader">{of}<svg') :].partition("</tr>")[0]
    return re.findall(r'<rect data-kind="(\w+)"', row) + re.findall(r"<td[^>]*>([^<]+)</td>", row)


def test_what_was_counted_before_is_counted_again_once_there_is_more(
    evening: Evening, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = make_evening(number=96)
    evening.queue()
    close_chat_session(evening.chat_session, by="clerk")
    page = client.get("/ledger/", headers=ENGLISH).content.decode()
    assert drawn(page, "Ward 95") == ["approved", "1", "0", "0", "0"]
    with django_assert_num_queries(1):
        count_decisions(None)
    target = other.queue()
    same = other.ask(by=1)
    merge_question(other.chat_session, same.pk, moderator=other.moderator, version=1, into=target.pk)
    close_chat_session(other.chat_session, by="clerk")
    with django_assert_num_queries(3):  # of the chat, and of the ward's month, which began with its decisions
        count_decisions(None)
    page = client.get("/ledger/", headers=ENGLISH).content.decode()
    assert drawn(page, "Ward 96") == ["approved", "merged", "1", "1", "0", "0"]
    assert drawn(page, f"{timezone.localdate():%B %Y}") == ["approved", "merged", "2", "1", "0", "0"]


def test_that_reports_were_dismissed_stands_in_it(evening: Evening, client: Client) -> None:
    question = evening.queue()
    told = {"reason": "attack", "why": "Canary report"}
    report_question(evening.chat_session, question.pk, person=evening.residents[1], **told)
    question.refresh_from_db()
    dismiss_reports(evening.chat_session, question.pk, moderator=evening.moderator, version=question.version)
    close_chat_session(evening.chat_session, by="clerk")
    listed = [(row["decision"], row["role"], row["commitment"]) for row in rows(client)]
    assert listed[0] == ("reports_dismissed", "moderator", question.commitment)
    page = client.get("/ledger/", headers=ENGLISH).content.decode()
    assert ("Reports dismissed: the question stays" in page, "Canary" in page) == (True, False)
