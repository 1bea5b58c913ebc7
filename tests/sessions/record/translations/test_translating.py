"""Translations stand beside a record, in versions, and never change it."""

import json

import pytest

from moderation.questions.removal import take_down_question
from moderation.questions.screening import decline_question
from sessions.chats.calendar.change_words import all_in_words
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.answer_corrections import correct_answer
from sessions.chats.questions.floor import give_answer
from sessions.models import Change, Record, RecordTranslation
from sessions.platform.refusals import Refused
from sessions.record.translations.reading import translations_by_anchor, translations_document
from sessions.record.translations.text_places import find_text_place, text_places_in
from sessions.record.translations.translating import (
    TranslatedText,
    add_translation,
    drop_translations,
    withdraw_translation,
)
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly

BENGALI, ENGLISH = "নালা কবে পরিষ্কার হবে?", "When will the drain be cleaned?"


def published(evening: Evening) -> Record:
    """One question in Bengali, with an answer that was corrected; one that was refused; and one that was removed."""
    question = evening.take(evening.queue(BENGALI))
    by = evening.councillor
    answer = give_answer(evening.chat_session, question.pk, person=by, text="By Fryday.", final=True)
    assert answer.seq is not None
    correct_answer(evening.chat_session, question.pk, person=by, part=answer.seq, text="By Friday.")
    refused = evening.ask(by=1)
    told = {"moderator": evening.moderator, "reason": "attack", "note": ""}
    decline_question(evening.chat_session, refused.pk, version=1, **told)
    removed = evening.queue("Canary?", by=2)
    take_down_question(evening.chat_session, removed.pk, version=removed.version, **told)
    close_chat_session(evening.chat_session, by="clerk")
    return Record.objects.get(chat_session=evening.chat_session)


def entry_of(record: Record, kind: str) -> int:
    n: int = next(entry["n"] for entry in record.document["entries"] if entry["type"] == kind)
    return n


def translate(evening: Evening, record: Record, n: int, text: str = ENGLISH, **given: str) -> RecordTranslation:
    role = given.pop("role", "clerk")
    chosen = {"field": "text", "language": "en", "by": "office"} | given
    return add_translation(record, TranslatedText(n=n, text=text, **chosen), person=evening.clerk, role=role)


def refusal(evening: Evening, record: Record, n: int, text: str = ENGLISH, **given: str) -> str:
    with pytest.raises(Refused) as refused:
        translate(evening, record, n, text, **given)
    return refused.value.code


def test_a_translation_has_versions_and_the_record_stays_byte_for_byte(evening: Evening) -> None:
    record = published(evening)
    before = json.dumps(record.document)
    n = entry_of(record, "question.queued")
    first = translate(evening, record, n, "When is the drain clean?")
    second = translate(
        evening, record, n, "  When will the drain be\r\ncleaned? ", by="volunteer", label=" Anita  Sen "
    )
    again = translate(evening, record, n, "When will the drain be\ncleaned?", by="volunteer", label="Anita Sen")
    assert (first.version, second.version, again.pk) == (1, 2, second.pk)
    assert (second.text, second.label) == ("When will the drain be\ncleaned?", "Anita Sen")
    assert translate(evening, record, n, "नाली कब साफ़ होगी?", language="hi", label="ignored").label == ""
    record.refresh_from_db()
    assert json.dumps(record.document) == before
    receipt = evening.chat_session.questions.order_by("asked_at")[0].receipt
    [english, hindi] = translations_by_anchor(record)[f"q-{receipt}"]
    assert (english.language, english.newest, list(english.others)) == ("en", second, [first])
    assert hindi.newest is not None


def test_words_that_are_not_public_cannot_be_translated(evening: Evening) -> None:
    record = published(evening)
    refused = entry_of(record, "question.declined")
    [removed] = [place.n for place in text_places_in(record.document) if place.text is None and place.n != refused]
    assert refusal(evening, record, refused) == refusal(evening, record, removed) == "withheld"
    assert refusal(evening, record, 0) == refusal(evening, record, 10_000) == "not_found"
    n = entry_of(record, "question.queued")
    assert refusal(evening, record, n, field="label") == "not_found"
    assert refusal(evening, record, n, "  ") == "empty"
    assert refusal(evening, record, n, language="xx") == refusal(evening, record, n, by="me") == "bad_field"
    assert not RecordTranslation.objects.exists()


def test_a_correction_is_translated_for_itself(evening: Evening) -> None:
    record = published(evening)
    given, corrected = entry_of(record, "answer.given"), entry_of(record, "answer.corrected")
    translate(evening, record, given, "শুক্রবারে", language="bn")
    assert [each for each in translations_by_anchor(record) if each.startswith("a-")] != []
    assert all(not found for found in translations_by_anchor(record).values())
    translate(evening, record, corrected, "শুক্রবারের মধ্যে", language="bn")
    [shown] = [found for anchor, found in translations_by_anchor(record).items() if anchor.startswith("a-") and found]
    assert [each.newest.text for each in shown if each.newest] == ["শুক্রবারের মধ্যে"]
    assert len(translations_document(record)["translations"]) == 2


def test_a_withdrawn_version_gives_way_to_the_one_before_and_its_words_are_given_to_nobody(evening: Evening) -> None:
    record = published(evening)
    n = entry_of(record, "question.queued")
    first, second = translate(evening, record, n, "Right"), translate(evening, record, n, "Wrong")
    given = {"person": evening.clerk, "role": "clerk"}
    withdraw_translation(record, second.pk, reason="A wrong word", **given)
    [shown] = [found for found in translations_by_anchor(record).values() if found]
    assert shown[0].newest == first
    document = translations_document(record)["translations"]
    assert [(row["text"], row["withdrawn_reason"]) for row in document] == [("Right", None), (None, "A wrong word")]
    for wanted, code in ((second.pk, "stale"), (0, "not_found")):
        with pytest.raises(Refused) as refused:
            withdraw_translation(record, wanted, reason="Again", **given)
        assert refused.value.code == code
    assert translate(evening, record, n, "Wrong").version == 3


def test_a_redaction_destroys_the_words_of_all_versions(evening: Evening) -> None:
    record = published(evening)
    n, other = entry_of(record, "question.queued"), entry_of(record, "answer.corrected")
    for text in ("Canary one", "Canary two"):
        translate(evening, record, n, text)
    translate(evening, record, n, "ক্যানারি", language="bn")
    translate(evening, record, other, "Kept")
    assert drop_translations(record, n) == 3
    assert drop_translations(record, n) == 0
    assert list(RecordTranslation.objects.values_list("text", flat=True)) == [None, None, None, "Kept"]
    audit = list(Change.objects.values("before", "after"))
    assert "Canary" not in json.dumps([translations_document(record), audit])


def test_without_its_original_no_translation_is_shown(evening: Evening) -> None:
    """The translation is hidden even before the words of its original are destroyed."""
    record = published(evening)
    n = entry_of(record, "question.queued")
    translate(evening, record, n, "Canary")
    record.document["entries"][n]["texts"]["text"] = None
    record.save()
    assert [found for found in translations_by_anchor(record).values() if found] == []
    assert [row["text"] for row in translations_document(record)["translations"]] == [None]
    place = find_text_place(record.document, n, "text")
    assert place is not None
    assert place.text is None


def test_the_file_names_the_commitment_of_the_original(evening: Evening) -> None:
    record = published(evening)
    n = entry_of(record, "question.queued")
    translate(evening, record, n, by="volunteer", label="Anita Sen")
    [row] = translations_document(record)["translations"]
    assert row["commitment"] == record.document["entries"][n]["commitments"]["text"]
    assert (row["by"], row["label"], row["version"], row["withdrawn_at"]) == ("volunteer", "Anita Sen", 1, None)


def test_the_audit_says_who_translated_and_not_what(evening: Evening) -> None:
    record = published(evening)
    n = entry_of(record, "question.queued")
    words = TranslatedText(n=n, field="text", language="en", text="Canary", by="office")
    made = add_translation(record, words, person=evening.moderator, role="moderator")
    withdraw_translation(record, made.pk, reason="Canary", person=evening.clerk, role="clerk")
    withdrawn, added = Change.objects.filter(subject="translation")
    assert added.after == {"record": record.slug, "entry": n, "language": "en", "version": 1}
    assert (withdrawn.before, withdrawn.after, withdrawn.ward) == (added.after, None, evening.ward)
    told = [(each.who, each.what) for each in all_in_words([added, withdrawn])]
    assert told == [
        ("Moderator 1 (moderator)", "Words of a record were translated"),
        ("Clerk", "A translation was withdrawn"),
    ]
    assert [field.after for field in all_in_words([added])[0].fields] == [record.slug, str(n), "English", "1"]
