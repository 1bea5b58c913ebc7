"""A decision that is hidden from the ledger is missed by anybody with two downloads."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from moderation.matters.screening import approve_matter
from moderation.questions.screening import decline_question, hold_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.appeals import appeal
from sessions.log import log
from sessions.log.event_form import body_of
from sessions.log.events.months import DecisionListed
from sessions.models import Event, MonthLog, MonthRecord, Record
from sessions.record.forms.record_facts import json_form
from sessions.record.proof.log_part import with_log_part
from sessions.record.proof.verifier import verify
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.tick import tick
from tests.factories.evening import Evening, make_evening
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.sealed_record import seal

pytestmark = pytest.mark.django_db


def decided_evening() -> Evening:
    """One of each: accepted, held, merged, refused."""
    evening = make_evening()
    into, by = evening.queue(), {"moderator": evening.moderator}
    held, merged, refused = (evening.ask(by=place) for place in (0, 1, 2))
    hold_question(evening.chat_session, held.pk, **by, version=1)
    merge_question(evening.chat_session, merged.pk, **by, version=1, into=into.pk)
    decline_question(evening.chat_session, refused.pk, **by, version=1, reason="attack", note="")
    return evening


def listed_in_months() -> list[dict[str, Any]]:
    events = [each.event for month_log in MonthLog.objects.all() for each in log.read_month(month_log)]
    return [body_of(each) for each in events if isinstance(each, DecisionListed)]


def ledger(client: Client) -> list[dict[str, Any]]:
    """The oldest first."""
    rows: list[dict[str, Any]] = client.get("/ledger.json").json()["decisions"]
    return rows[::-1]


def test_an_evening_is_entered_at_its_close_and_not_before(client: Client) -> None:
    evening = decided_evening()
    assert listed_in_months() == []
    close_chat_session(evening.chat_session, by="clerk")
    listed = listed_in_months()
    assert [each["decision"] for each in listed] == ["approved", "held", "merged", "declined"]
    assert listed == [verify.as_decision(row) for row in ledger(client)]
    closed = evening.public_events()[-1]
    assert closed["decisions"] == {
        "size": 4,
        "root": verify.encoded(verify.root_hash([verify.leaf_hash(each) for each in listed])),
    }


def test_a_decision_after_the_close_is_entered_with_it(client: Client) -> None:
    evening = decided_evening()
    refused = evening.chat_session.questions.declined().get()
    assert refused.author is not None
    close_chat_session(evening.chat_session, by="clerk")
    appeal(evening.chat_session, refused.pk, person=refused.author, words="Please look again.")
    assert [each["decision"] for each in listed_in_months()] == ["approved", "held", "merged", "declined", "appealed"]
    assert listed_in_months() == [verify.as_decision(row) for row in ledger(client)]


def test_a_decision_about_a_complaint_is_entered_at_once(office_of_ward: WardOffice, client: Client) -> None:
    matter = office_of_ward.lodge("The drain overflows.")
    approve_matter(matter.pk, moderator=office_of_ward.moderator, version=1)
    listed = listed_in_months()
    assert [(each["decision"], each["part"], "chat_session" in each) for each in listed] == [
        ("approved", "words", False),
        ("approved", "place", False),
    ]
    assert listed == [verify.as_decision(row) for row in ledger(client)]


@pytest.fixture
def office_of_ward(db: None) -> WardOffice:
    return make_ward_office()


def hide(**which: Any) -> None:
    Event.objects.filter(**which).update(in_ledger_at=None)


def tell_otherwise(**which: Any) -> None:
    row = Event.objects.get(**which)
    Event.objects.filter(pk=row.pk).update(body=row.body | {"reason": "campaign"})


@pytest.mark.parametrize(
    ("change", "which", "says"),
    [
        (hide, {"type": "question.held"}, "the ledger has 3 of 4 decisions of the evening"),
        (hide, {"type": "question.merged", "stream__name": "desk"}, "the ledger has 3 of 4 decisions of the evening"),
        (
            tell_otherwise,
            {"type": "question.declined", "stream__name": "desk"},
            "the ledger has other decisions of the evening",
        ),
    ],
)
def test_a_record_and_the_ledger_show_that_something_is_hidden(
    client: Client, tmp_path: Path, change: Callable[..., None], which: dict[str, Any], says: str
) -> None:
    evening = decided_evening()
    close_chat_session(evening.chat_session, by="clerk")
    record = tmp_path / "record.json"
    record.write_bytes(json_form(dict(with_log_part(seal(Record.objects.get()).document))))
    pages = tmp_path / "ledger.json"
    pages.write_bytes(client.get("/ledger.json").content)
    verify.check_with_ledger(json.loads(record.read_bytes()), [pages.read_bytes()])
    change(**which)
    pages.write_bytes(client.get("/ledger.json").content)
    with pytest.raises(verify.Failed, match=says):
        verify.check_with_ledger(json.loads(record.read_bytes()), [pages.read_bytes()])


def test_a_months_log_names_the_decision_that_is_hidden(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    with on_day(date(2027, 3, 10)):
        evening = decided_evening()
        close_chat_session(evening.chat_session, by="clerk")
    with on_day(date(2027, 4, 9)):
        tick()
        month, pages = tmp_path / "month.json", tmp_path / "ledger.json"
        document = with_log_part(MonthRecord.objects.get().document)
        month.write_bytes(json_form(dict(document)))
        pages.write_bytes(client.get("/ledger.json").content)
        keys = [argument for key in known_keys() for argument in ("--key", key)]
        command = [str(month), *keys, "--ledger", str(pages)]
        assert verify.main(command) == verify.OK
        hide(type="question.held")
        pages.write_bytes(client.get("/ledger.json").content)
        assert verify.main(command) == verify.FAILED
    held = next(each["n"] for each in document["entries"] if each["data"].get("decision") == "held")
    assert f"failed: entry {held}: the ledger does not have this decision" in capsys.readouterr().err
    assert json.loads(pages.read_bytes())["decisions"]
