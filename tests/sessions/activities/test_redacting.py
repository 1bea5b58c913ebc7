"""An activity that repeats redacted words is emptied where two clerks ticked it: its text, its history, its proofs."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sessions.activities.public.history import words_of_version
from sessions.activities.writing import change_activity, draft_activity, publish_activity, withdraw_activity
from sessions.digests.making import make_digest
from sessions.models import Activity, ActivityEvent, Digest, MonthLog, MonthRecord, MonthText, Post, Redaction
from sessions.record.months.sealing import seal_month
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import Verified, verify_document
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.redactable_words import places_of
from sessions.record.redaction.repeating import repeat_redactions
from tests.factories.activities import said
from tests.factories.evening import make_evening
from tests.sessions.record.redaction.conftest import CANARY, Recorded, make_recorded

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.costly]
REMOVED = "These words were removed."


@pytest.fixture
def recorded(settings: Any, tmp_path: Path) -> Recorded:
    settings.DATA_DIR = tmp_path
    return make_recorded(make_evening())


def publish(recorded: Recorded, *, title: str = "Drains", text: str = "As asked.", **fields: Any) -> Activity:
    clerk = recorded.evening.clerk
    draft = draft_activity(recorded.evening.ward, said(title, text, **fields), person=clerk)
    return publish_activity(draft.pk, person=clerk, version=draft.version)


def correct(recorded: Recorded, activity: Activity, **fields: Any) -> Activity:
    return change_activity(activity.pk, said(**fields), person=recorded.evening.clerk, version=activity.version)


def places(redaction: Redaction) -> list[tuple[str, bool]]:
    return [(place.key, place.empty is not None) for place in places_of(redaction)]


def bodies(activity: Activity) -> str:
    events = [each.event.body for each in ActivityEvent.objects.filter(activity=activity)]
    return json.dumps(events, ensure_ascii=False)


def test_the_text_that_repeats_the_words_gets_a_sentence_in_its_own_language_and_the_others_stay(
    recorded: Recorded,
) -> None:
    told = said("Drains", f"So it was: {CANARY}", titles={"en": "Drains", "bn": "নালা"})
    activity = publish(
        recorded, titles=told.titles, texts={**told.texts, "bn": f"বলা হয়েছিল: {CANARY}"}, landmark=f"By {CANARY}"
    )
    recorded.redact("question.queued")
    activity.refresh_from_db()
    assert (activity.titles, activity.landmark) == ({"en": "Drains", "bn": "নালা"}, "")
    assert activity.texts["en"] == REMOVED
    assert "ক্যানারি" not in activity.texts["bn"]
    assert activity.texts["bn"] not in ("", REMOVED)
    assert "Canary" not in bodies(activity)
    assert f"activity:{activity.number}" in Redaction.objects.get().elsewhere
    page = Client().get(f"/activities/{activity.number}/", headers={"accept-language": "en"}).content.decode()
    assert REMOVED in page
    assert "Canary" not in page


def test_earlier_words_go_from_its_history_and_the_present_ones_stay(recorded: Recorded) -> None:
    activity = publish(recorded, text=f"So it was: {CANARY}", source_link="https://example.org/flat/4")
    first = activity.version
    activity = correct(recorded, activity, title="Drains", text="As asked, and clean.")
    proposed = recorded.propose("question.queued")
    assert places(proposed) == [(f"activity:{activity.number}", True)]
    confirm_redaction(proposed.pk, clerk=recorded.second_clerk)
    activity.refresh_from_db()
    assert activity.texts == {"en": "As asked, and clean."}
    assert "Canary" not in bodies(activity)
    earlier = words_of_version(activity, first)
    assert earlier is not None
    assert (earlier.title.text, earlier.text.text) == ("Drains", "")


@pytest.mark.long
def test_what_a_clerk_does_not_tick_stays_as_it_is(recorded: Recorded) -> None:
    kept, emptied = (publish(recorded, text=f"So it was: {CANARY}") for _each in range(2))
    proposed = recorded.propose("question.queued")
    seen = [key for key, _can in places(proposed)]
    confirm_redaction(proposed.pk, clerk=recorded.second_clerk, seen=seen, kept=[f"activity:{kept.number}"])
    kept.refresh_from_db()
    emptied.refresh_from_db()
    assert (kept.texts["en"], emptied.texts["en"]) == (f"So it was: {CANARY}", REMOVED)
    assert Redaction.objects.get().elsewhere == [f"activity:{emptied.number}"]


def test_a_sealed_month_keeps_its_commitment_and_its_root_and_says_on_what_ground(recorded: Recorded) -> None:
    activity = publish(recorded, text=f"So it was: {CANARY}")
    before = seal_month(MonthLog.objects.get(ward=recorded.evening.ward)).document
    recorded.redact("question.queued")
    record = MonthRecord.objects.get()
    entry = next(each for each in record.document["entries"] if each["type"] == "activity.published")
    assert record.document["tree"] == before["tree"]
    assert (entry["texts"]["text"], entry["texts"]["title"]["value"]) == (None, "Drains")
    assert [(line["texts"], line["ground"]) for line in record.document["redactions"]] == [(["text"], "court_order")]
    assert MonthText.objects.get(seq=entry["data"]["seq"], field="text").salt is None
    address = f"/wards/95/log/{record.month_log.month:%Y-%m}.json"
    assert verify_document(Client().get(address).content, known_keys()).redacted == 1
    assert "Canary" not in bodies(activity)


@pytest.mark.long
def test_an_open_month_is_sealed_with_the_commitment_that_was_made_when_it_was_written(recorded: Recorded) -> None:
    publish(recorded, text=f"So it was: {CANARY}", budget_line=f"Of {CANARY}")
    made = MonthText.objects.get(field="text")
    recorded.redact("question.queued")
    document = seal_month(MonthLog.objects.get(ward=recorded.evening.ward)).document
    entry = next(each for each in document["entries"] if each["type"] == "activity.published")
    assert (entry["texts"]["text"], entry["commitments"]["text"]) == (None, made.commitment)
    assert (entry["texts"]["budget_line"], "budget_line" in entry["data"]) == (None, False)
    assert "Canary" not in json.dumps(document)


def test_budget_line_and_source_go_from_a_sealed_month(recorded: Recorded) -> None:
    activity = publish(recorded, budget_line=f"Of {CANARY}", source_link="https://example.org/does-canary-das")
    before = seal_month(MonthLog.objects.get(ward=recorded.evening.ward)).document
    proposed = recorded.propose("question.queued")
    assert places(proposed) == [(f"activity:{activity.number}", True)]
    confirm_redaction(proposed.pk, clerk=recorded.second_clerk)
    activity.refresh_from_db()
    assert activity.budget_line == ""
    record = MonthRecord.objects.get()
    entry = next(each for each in record.document["entries"] if each["type"] == "activity.published")
    assert entry["texts"]["budget_line"] is None
    assert entry["texts"]["source_link"]["value"] == "https://example.org/does-canary-das"
    assert "Canary" not in json.dumps(record.document) + bodies(activity)
    assert (record.document["tree"], verified(record).redacted) == (before["tree"], 1)


def verified(record: MonthRecord) -> Verified:
    return verify_document(Client().get(f"/wards/95/log/{record.month_log.month:%Y-%m}.json").content, known_keys())


def seal_as_before(recorded: Recorded) -> MonthRecord:
    """Seal as versions did that had no commitments to these texts: they stand in the data of their entries."""
    month_log = MonthLog.objects.get(ward=recorded.evening.ward)
    record = seal_month(month_log)
    for entry in record.document["entries"]:
        for name in {"budget_line", "source_link", "reason"} & entry["texts"].keys():
            entry["data"][name] = entry["texts"].pop(name)["value"]
            del entry["commitments"][name]
    MonthText.objects.filter(field__in=("budget_line", "source_link", "reason")).delete()
    record.save()
    return record


def test_a_month_that_was_sealed_before_keeps_them_and_the_clerk_is_told(recorded: Recorded) -> None:
    activity = publish(recorded, budget_line=f"Of {CANARY}")
    before = seal_as_before(recorded).document
    proposed = recorded.propose("question.queued")
    assert places(proposed) == [(f"activity:{activity.number}", True), (f"month:{activity.number}", False)]
    confirm_redaction(proposed.pk, clerk=recorded.second_clerk)
    activity.refresh_from_db()
    assert activity.budget_line == ""
    assert MonthRecord.objects.get().document == before


def test_why_it_was_withdrawn_goes_from_a_sealed_month_and_stays_otherwise(recorded: Recorded) -> None:
    activity, clerk = publish(recorded, budget_line="Head 41"), recorded.evening.clerk
    withdraw_activity(activity.pk, person=clerk, version=activity.version, reason=f"It said: {CANARY}")
    sealed = seal_month(MonthLog.objects.get(ward=recorded.evening.ward))
    published, withdrawn = (each for each in sealed.document["entries"] if each["type"].startswith("activity."))
    assert {name: text for name, text in published["texts"].items() if text} == {}
    assert withdrawn["texts"]["reason"]["value"] == f"It said: {CANARY}"
    recorded.redact("question.queued")
    record = MonthRecord.objects.get()
    [entry] = [each for each in record.document["entries"] if each["type"] == "activity.withdrawn"]
    assert entry["texts"] == {"reason": None}
    assert "Canary" not in bodies(activity) + json.dumps(record.document)
    assert (record.document["tree"], verified(record).redacted) == (sealed.document["tree"], 2)
    page = Client().get(f"/activities/{activity.number}/", headers={"accept-language": "en"})
    assert "Canary" not in page.content.decode()


@pytest.mark.long
def test_why_it_was_withdrawn_goes_as_well(recorded: Recorded) -> None:
    activity, clerk = publish(recorded), recorded.evening.clerk
    withdraw_activity(activity.pk, person=clerk, version=activity.version, reason=f"It said: {CANARY}")
    recorded.redact("question.queued")
    activity.refresh_from_db()
    assert "Canary" not in activity.why_withdrawn
    assert activity.why_withdrawn.startswith(REMOVED)
    assert "Canary" not in bodies(activity)


@pytest.mark.long
def test_what_was_posted_of_it_and_its_line_in_a_digest_go(recorded: Recorded) -> None:
    activity = publish(recorded, title=f"{CANARY}")
    [post] = Post.objects.filter(activity=activity)
    make_digest(recorded.evening.ward, activity.on_day.replace(day=1))
    assert {"Canary" in str(digest.document["built"]) for digest in Digest.objects.all()} == {True}
    recorded.redact("question.queued")
    post.refresh_from_db()
    assert (post.state, post.why_gone) == ("gone", "redacted")
    assert [[row["title"] for row in digest.document["built"]] for digest in Digest.objects.all()] == [[None]] * 4


@pytest.mark.long
def test_a_restored_copy_is_emptied_in_the_same_places(recorded: Recorded) -> None:
    """The list beside the database says which: what the clerks left stays."""
    kept, emptied = (publish(recorded, text=f"So it was: {CANARY}") for _each in range(2))
    entry = recorded.propose("question.queued").entries.get()
    line = {
        "chat_session": str(recorded.evening.chat_session.pk),
        "n": entry.n,
        "seq": entry.seq,
        "type": entry.type,
        "given_at": f"{entry.given_at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z",
        "question": str(recorded.question.pk),
        "texts": list(entry.texts),
        "ground": "court_order",
        "authority": "Order 7",
        "at": "2027-01-04T10:00:00.000Z",
        "elsewhere": [f"activity:{emptied.number}"],
    }
    Redaction.objects.all().delete()
    assert repeat_redactions([line]) == 1
    kept.refresh_from_db()
    emptied.refresh_from_db()
    assert (kept.texts["en"], emptied.texts["en"]) == (f"So it was: {CANARY}", REMOVED)
