"""A month of a ward's log is sealed once it is over, verifies without a server, and loses removed words only."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from moderation.matters.removal import take_down_matter
from sessions.log import log
from sessions.log.events.months import MatterReplied
from sessions.matters.supporting.support import support_matter
from sessions.models import MonthLog, MonthRecord, MonthText
from sessions.record.forms.record_facts import json_form
from sessions.record.months.removing import finish_removals, remove_from_months
from sessions.record.months.sealing import due_months, sealed_from
from sessions.record.proof.log_part import with_log_part
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import Failed, Verified, verify_document
from sessions.tick import tick
from tests.factories.activities_of_site import published_activity
from tests.factories.matters import WardOffice, on_day
from tests.factories.planning_desk import words_of

pytestmark = pytest.mark.costly

WORDS = "The drain by Mrs Sen's house overflows."
DUE = datetime(2027, 4, 9, 12, tzinfo=UTC)


@pytest.fixture
def matter(office: WardOffice) -> Iterator[Any]:
    with on_day(date(2027, 3, 10)):
        matter = office.publish(WORDS)
        office.step(matter, "acknowledge", agency="Drainage")
    with on_day(date(2027, 4, 9)):
        yield matter


def served(record: MonthRecord) -> bytes:
    return json_form(dict(with_log_part(record.document)))


def verified(record: MonthRecord) -> Verified:
    return verify_document(served(record), known_keys())


def test_a_month_is_sealed_a_week_after_its_end_and_verifies(office: WardOffice, matter: Any) -> None:
    assert due_months(datetime(2027, 4, 7, 12, tzinfo=UTC)) == []
    assert sealed_from(date(2027, 3, 1)) == date(2027, 4, 8)
    assert "sealed ward-95-2027-03" in tick(DUE)
    record = MonthRecord.objects.get()
    proven = verified(record)
    assert (proven.entries, proven.redacted) == (4, 0)
    assert proven.checkpoint is not None
    head, published, *_others, sealed = record.document["entries"]
    assert head["data"] == {"ward": 95, "month": "2027-03"}
    assert published["texts"]["text"]["value"] == WORDS
    assert "text" not in published["data"]
    assert published["texts"]["landmark"]["value"] not in json.dumps(published["data"])
    assert sealed["type"] == "month.sealed"
    assert "sealed ward-95-2027-03" not in tick(DUE)


def test_what_happens_meanwhile_stands_in_the_next_month(office: WardOffice, matter: Any) -> None:
    office.step(matter, "start")
    tick(DUE)
    assert MonthLog.objects.filter(sealed_at=None).get().month == date(2027, 4, 1)


def test_a_changed_word_is_found(office: WardOffice, matter: Any) -> None:
    tick(DUE)
    raw = served(MonthRecord.objects.get()).replace(b"overflows", b"is clean!")
    with pytest.raises(Failed, match="entry 1"):
        verify_document(raw, known_keys())


def test_removed_words_are_gone_and_the_root_still_holds(office: WardOffice, matter: Any) -> None:
    tick(DUE)
    before = verified(MonthRecord.objects.get()).root
    with transaction.atomic():
        assert remove_from_months(matter.pk, ground="personal_data", authority="moderator") == 1
    record = MonthRecord.objects.get()
    assert WORDS not in json.dumps(record.document)
    assert not MonthText.objects.filter(seq=1, salt__isnull=False).exists()
    proven = verified(record)
    assert (proven.root, proven.redacted) == (before, 1)
    with transaction.atomic():
        assert remove_from_months(matter.pk, ground="personal_data", authority="moderator") == 0


def test_what_a_moderator_takes_down_leaves_the_sealed_month_at_once(office: WardOffice, matter: Any) -> None:
    tick(DUE)
    take_down_matter(matter.pk, moderator=office.moderator, version=matter.version + 1, reason="attack")
    record = MonthRecord.objects.get()
    assert WORDS not in json.dumps(record.document)
    assert (verified(record).redacted, record.are_leaves_missing) == (1, False)


def test_words_go_even_while_the_log_cannot_be_signed_and_the_leaf_follows(
    office: WardOffice, matter: Any, settings: Any, tmp_path: Path
) -> None:
    tick(DUE)
    whole, settings.DATA_DIR = settings.DATA_DIR, tmp_path  # without the private key
    with transaction.atomic():
        assert remove_from_months(matter.pk, ground="attack", authority="moderator") == 1
    record = MonthRecord.objects.get()
    assert WORDS not in json.dumps(record.document)
    assert record.are_leaves_missing
    settings.DATA_DIR = whole
    assert finish_removals(DUE) == ["told the removals from ward-95-2027-03"]
    assert verified(MonthRecord.objects.get()).redacted == 1


def test_an_event_that_cannot_be_read_keeps_the_month_unsealed(office: WardOffice, matter: Any) -> None:
    month_log = MonthLog.objects.get(month=date(2027, 3, 1))
    with transaction.atomic():
        event = MatterReplied(id=str(matter.pk), number=matter.number, reply=str(matter.pk), text="x")
        logged = log.append(month_log, event, actor="resident")
    stream = month_log.streams.get(name="ward")
    stream.events.filter(seq=logged.seq).update(body={"id": 1})
    with pytest.raises(ExceptionGroup):
        tick(DUE)
    assert not MonthRecord.objects.exists()


def test_the_page_lists_the_months_and_hands_out_the_sealed_ones(
    office: WardOffice, matter: Any, client: Client
) -> None:
    assert client.get("/wards/95/log/2027-03.json").status_code == 404
    assert "It will be sealed on" in client.get("/wards/95/log/").content.decode()
    running = words_of(client.get("/wards/95/log/").content.decode())
    assert "March 2027 Running · 2 entries It will be sealed on" in running
    assert "verify.py" not in running
    tick(DUE)
    html = client.get("/wards/95/log/").content.decode()
    page, tree = words_of(html), MonthRecord.objects.get().document["tree"]
    assert 'href="2027-03.json"' in html
    assert "March 2027 Sealed · 4 entries" in page
    assert f"Line in the log of the records 0 Root of its entries {tree['root']}" in page
    assert "python verify.py ward-95-2027-03.json" in page
    answer = client.get("/wards/95/log/2027-03.json")
    assert verify_document(answer.content, known_keys()).entries == 4
    assert "/wards/95/log/" in client.get("/log/").content.decode()


def test_the_boroughs_own_months_are_listed_handed_out_and_found_from_the_log(
    office: WardOffice, client: Client
) -> None:
    borough = office.ward.borough
    assert borough is not None
    with on_day(date(2027, 3, 10)):
        published_activity(borough, "New pumping station")
    with on_day(date(2027, 4, 9)):
        tick(DUE)
        assert "March 2027 Sealed" in words_of(client.get("/boroughs/X/log/").content.decode())
        answer = client.get("/boroughs/X/log/2027-03.json")
        assert verify_document(answer.content, known_keys()).entries > 2
        (link,) = re.findall(r'href="(/boroughs/[^"]+/log/)"', client.get("/log/").content.decode())
        assert client.get(link).status_code == 200
    assert client.get("/boroughs/II/log/").status_code == 404


def test_the_list_of_months_costs_the_same_for_one_and_for_three(
    office: WardOffice, client: Client, django_assert_num_queries: Any
) -> None:
    for month in (1, 2, 3):
        with on_day(date(2027, month, 10)):
            office.publish(f"Drain {month}.")
        with on_day(date(2027, 4, 9)):
            client.get("/wards/95/log/")
            with django_assert_num_queries(2):
                client.get("/wards/95/log/")


def test_a_ward_without_any_event_says_what_will_be_here(office: WardOffice, client: Client) -> None:
    assert "will appear here by month" in client.get("/wards/95/log/").content.decode()


def test_a_damaged_month_stops_nothing_else_that_is_due(office: WardOffice, matter: Any) -> None:
    tick(DUE)
    MonthRecord.objects.update(are_leaves_missing=True, document={})
    support_matter(matter.pk, office.neighbours[0])
    with pytest.raises(ExceptionGroup):
        tick(DUE)
    assert office.public_events()[-1]["support"] == 1
