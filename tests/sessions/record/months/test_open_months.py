"""Words that go while their month is still open leave the commitment that was made when they were written."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client

from moderation.matters.appeals import appeal_matter, decide_matter_appeal
from moderation.matters.photos import decline_photo, show_photo
from moderation.matters.removal import take_down_matter
from moderation.matters.replies import approve_reply, decline_reply
from moderation.matters.screening import PlaceShown, narrow_place
from sessions.models import Appointment, Duty, Event, LogLeaf, Matter, MatterReply, MonthLog, MonthRecord, MonthText
from sessions.promises.sources.withholding import destroy_words_of
from sessions.promises.steps import lock_promise
from sessions.record.months.removing import destroy_in_months, remove_reply_from_months
from sessions.record.months.sealing import seal_month
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import Failed, Verified, verify_document
from sessions.tick import tick
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.promises import promise_of
from tests.moderation.matters.parts import add_photo, add_reply

pytestmark = pytest.mark.costly

SEALED_AT = datetime(2027, 4, 9, 12, tzinfo=UTC)
FILE = "/wards/95/log/2027-03.json"
REPLY = "Zorawar lives in flat 4."


@pytest.fixture
def matter(office: WardOffice) -> Iterator[Matter]:
    """With a reply that is shown; the month is open."""
    with on_day(date(2027, 3, 10)):
        matter = office.publish("The drain overflows.")
        reply = add_reply(matter, REPLY)
        approve_reply(matter.pk, reply.pk, moderator=office.moderator, version=1)
        yield matter


def hide_reply(matter: Matter, office: WardOffice) -> None:
    reply = MatterReply.objects.get()
    decline_reply(matter.pk, reply.pk, moderator=office.moderator, version=reply.version, reason="personal_data")


def sealed() -> dict[str, Any]:
    """The document that anybody can download."""
    with on_day(date(2027, 4, 9)):
        tick(SEALED_AT)
        found: dict[str, Any] = json.loads(Client().get(FILE).content)
    return found


def verified(document: Any) -> Verified:
    return verify_document(json.dumps(document, ensure_ascii=False).encode(), known_keys())


def entry_of(document: Any, type: str) -> Any:
    return next(entry for entry in document["entries"] if entry["type"] == type)


def test_a_hidden_reply_stands_in_the_sealed_month_by_the_commitment_made_when_it_was_written(
    office: WardOffice, matter: Matter
) -> None:
    made = MonthText.objects.get(seq=2, field="text")
    hide_reply(matter, office)
    document = sealed()
    entry = entry_of(document, "matter.replied")
    assert (entry["commitments"], entry["texts"]) == ({"text": made.commitment}, {"text": None})
    [line] = document["redactions"]
    assert (line["n"], line["texts"], line["ground"], line["authority"]) == (
        entry["n"],
        ["text"],
        "personal_data",
        "moderator",
    )
    assert line["at"] < document["sealed_at"]
    assert verified(document).redacted == 1
    assert MonthText.objects.get(pk=made.pk).salt is None
    assert LogLeaf.objects.filter(kind=LogLeaf.Kind.REDACTION, slug="ward-95-2027-03").count() == 1


def test_both_verifiers_accept_it_and_count_it(office: WardOffice, matter: Matter, tmp_path: Path, capsys: Any) -> None:
    hide_reply(matter, office)
    sealed()
    file, verifier = tmp_path / "month.json", tmp_path / "verify.py"
    with on_day(date(2027, 4, 9)):
        file.write_bytes(Client().get(FILE).content)
        verifier.write_bytes(Client().get("/log/verify.py").content)
    call_command("verify_record", str(file))
    assert capsys.readouterr().out.rstrip().endswith(", 1 entry redacted")
    run = subprocess.run([sys.executable, verifier, file], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.rstrip().endswith(", 1 entry redacted")) == (0, True)


def test_a_tombstone_without_its_commitment_is_found(office: WardOffice, matter: Matter) -> None:
    hide_reply(matter, office)
    document = sealed()
    entry = entry_of(document, "matter.replied")
    entry["commitments"] = {}
    with pytest.raises(Failed, match=f"entry {entry['n']}"):
        verified(document)


def test_a_removal_without_its_line_is_found(office: WardOffice, matter: Matter) -> None:
    hide_reply(matter, office)
    document = sealed()
    document["redactions"] = []
    document["log"].pop("redactions")
    with pytest.raises(Failed, match="no redaction says why"):
        verified(document)


def test_a_place_and_the_description_of_a_photo_leave_their_commitments_too(office: WardOffice, matter: Matter) -> None:
    photo = add_photo(matter, "Zorawar at work")
    seen = Matter.objects.get().version
    show_photo(matter.pk, photo.pk, moderator=office.moderator, version=seen)
    seen = Matter.objects.get().version
    decline_photo(matter.pk, photo.pk, moderator=office.moderator, version=seen, reason="personal_data")
    seen = Matter.objects.get().version
    narrow_place(matter.pk, moderator=office.moderator, version=seen, place=PlaceShown.NOTHING)
    document = sealed()
    published, shown = entry_of(document, "matter.published"), entry_of(document, "matter.photo_shown")
    assert set(published["commitments"]) == {"text", "label", "landmark", "point"}
    assert (published["texts"]["landmark"], published["texts"]["point"]) == (None, None)
    assert (list(shown["commitments"]), shown["texts"]) == (["alt"], {"alt": None})
    assert [sorted(line["texts"]) for line in document["redactions"]] == [["alt"], ["landmark", "point"]]
    assert verified(document).redacted == 2
    assert "Zorawar at work" not in json.dumps(document)


def test_all_words_of_what_is_taken_down_leave_theirs(office: WardOffice, matter: Matter) -> None:
    seen = Matter.objects.get().version
    take_down_matter(matter.pk, moderator=office.moderator, version=seen, reason="attack")
    document = sealed()
    for kind in ("matter.published", "matter.replied"):
        entry = entry_of(document, kind)
        assert set(entry["texts"].values()) == {None}
        assert entry["commitments"].keys() == entry["texts"].keys()
    assert {line["ground"] for line in document["redactions"]} == {"attack"}
    assert verified(document).redacted == 2


def test_words_that_are_public_again_before_the_sealing_stand_in_it(office: WardOffice, matter: Matter) -> None:
    seen = Matter.objects.get().version
    take_down_matter(matter.pk, moderator=office.moderator, version=seen, reason="attack")
    appeal_matter(matter.pk, person=office.resident)
    colleague = make_person("colleague-95")
    since = date(2026, 1, 1)
    Appointment.objects.create(person=colleague, duty=Duty.MODERATOR, ward=office.ward, from_on=since)
    seen = Matter.objects.get().version
    decide_matter_appeal(matter.pk, moderator=colleague, version=seen, outcome="overturned", note="It is no attack.")
    document = sealed()
    assert entry_of(document, "matter.published")["texts"]["text"]["value"] == "The drain overflows."
    assert entry_of(document, "matter.replied")["texts"]["text"]["value"] == REPLY
    assert (document["redactions"], verified(document).redacted) == ([], 0)


def test_words_that_are_destroyed_lose_their_salt_at_once(office: WardOffice, matter: Matter) -> None:
    promise = promise_of(office, "Zorawar’s wall will go.")
    with transaction.atomic():
        destroy_words_of(lock_promise(promise.pk), ground="court_order", authority="Order 7 of 2027")
    assert not MonthText.objects.filter(field="what", salt__isnull=False).exists()
    document = sealed()
    entry = entry_of(document, "promise.made")
    assert (entry["texts"]["what"], list(entry["commitments"])) == (None, list(entry["texts"]))
    [line] = document["redactions"]
    assert (line["ground"], line["authority"]) == ("court_order", "Order 7 of 2027")
    assert verified(document).redacted == 1


def test_an_event_from_before_commitments_were_made_at_once_gets_them_when_its_words_go(
    office: WardOffice, matter: Matter
) -> None:
    MonthText.objects.all().delete()
    hide_reply(matter, office)
    document = sealed()
    assert list(entry_of(document, "matter.replied")["commitments"]) == ["text"]
    assert verified(document).redacted == 1


def test_words_that_went_without_a_note_are_told_as_removed(office: WardOffice, matter: Matter) -> None:
    """Words as an older version left them."""
    MatterReply.objects.update(state="declined")
    document = sealed()
    assert [(line["ground"], line["authority"]) for line in document["redactions"]] == [("moderated", "moderator")]
    assert verified(document).redacted == 1


def test_words_that_were_changed_in_the_table_keep_the_month_unsealed(office: WardOffice, matter: Matter) -> None:
    event = Event.objects.get(type="matter.replied")
    event.body["text"] = "Nobody lives there."
    event.save()
    with on_day(date(2027, 4, 9)), pytest.raises(ExceptionGroup):
        tick(SEALED_AT)
    assert not MonthRecord.objects.exists()


def test_removing_the_same_twice_leaves_one_line_with_the_later_reason(office: WardOffice, matter: Matter) -> None:
    reply = MatterReply.objects.get()
    hide_reply(matter, office)
    with transaction.atomic():
        assert remove_reply_from_months(matter.pk, reply.pk, ground="attack", authority="moderator") == 0
    [line] = sealed()["redactions"]
    assert line["ground"] == "attack"


class RedactionThatWaits:
    """Destroys words in one thread, and commits when it is let go."""

    def __init__(self, matter: Matter) -> None:
        self._matter = matter
        self.removed, self.may_commit = Signal(), Signal()

    def run(self) -> None:
        with transaction.atomic():
            Matter.objects.filter(pk=self._matter.pk).update(text="", label="")
            about = {"ground": "court_order", "authority": "Order 7"}
            destroy_in_months(self._matter.pk, ("text", "label"), until=SEALED_AT, **about)
            self.removed.set()
            self.may_commit.wait(20)
        connections.close_all()


def seal_march() -> None:
    with on_day(date(2027, 4, 9)):
        seal_month(MonthLog.objects.get(month=date(2027, 3, 1)))
    connections.close_all()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_words_that_are_destroyed_during_the_sealing_are_in_no_sealed_month() -> None:
    with on_day(date(2027, 3, 10)):
        redaction = RedactionThatWaits(make_ward_office().publish("Zorawar lives in flat 4."))
    with ThreadPoolExecutor(2) as pool:
        acts = [pool.submit(redaction.run)]
        assert redaction.removed.wait(20)
        acts.append(pool.submit(seal_march))
        _until_somebody_waits_for_a_lock()
        redaction.may_commit.set()
        for act in acts:
            act.result(30)
    document = MonthRecord.objects.get().document
    assert "Zorawar" not in json.dumps(document)
    assert [line["ground"] for line in document["redactions"]] == ["court_order"]


def _until_somebody_waits_for_a_lock() -> None:
    with connection.cursor() as cursor:
        for _each in range(2000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("the sealing does not wait")
