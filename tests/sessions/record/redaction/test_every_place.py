"""The words are put into every place that the product has for them, and after the redaction no byte holds them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from moderation.desk.notes import leave_note
from moderation.matters.appeals import appeal_matter
from moderation.matters.removal import take_down_matter
from moderation.models import MatterAppeal
from moderation.questions.corrections.requests import decide_correction
from moderation.questions.screening import decline_question
from sessions.activities.photos import add_photo, show_activity_photo
from sessions.activities.writing import draft_activity, publish_activity, withdraw_activity
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import move_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.chats.questions.answer_corrections import correct_answer, parts_given_by
from sessions.chats.questions.appeals import appeal
from sessions.chats.questions.correction_requests import ask_for_correction
from sessions.chats.questions.floor import defer_question
from sessions.chats.questions.own_questions import report_question
from sessions.chats.questions.written_answers.drafts import save_draft
from sessions.city.people.bans import ban_author
from sessions.digests.making import make_digest
from sessions.models import (
    Activity,
    ChatSession,
    Digest,
    Event,
    LogLeaf,
    Matter,
    MonthLog,
    MonthText,
    Post,
    PostCopy,
    Promise,
    Question,
    Record,
    RecordTranslation,
    Redaction,
)
from sessions.platform.photos.encoding import encode_picture
from sessions.platform.photos.storage import keep_picture
from sessions.posting.deciding import change_words
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.ticking import give_promising_answer
from sessions.record.months.sealing import seal_month
from sessions.record.redaction.after_commit import finish_pending
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.proposing import propose_redaction, reject_redaction
from sessions.record.search.question_search import search_records
from sessions.record.translations.translating import TranslatedText, add_translation
from tests.factories.activities import said
from tests.factories.clerks import COURT_ORDER, make_clerk
from tests.factories.evening import Evening, make_evening
from tests.factories.sealed_record import forget_checkpoints
from tests.sessions.matters.test_redacting import make_matter
from tests.sessions.matters.test_redacting_all_about import asked_again, write_about
from tests.sessions.record.redaction.conftest import CANARY, Recorded
from tests.sessions.record.redaction.test_confirming import tables_with
from tests.sessions.record.redaction.test_storage import forget_other_tests, holds_words, spellings
from tests.sessions.record.test_publishing import Interrupted, InterruptedOnce

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql, pytest.mark.long]

PLACES = {
    *("Answer", "Appeal", "Correction", "Event", "Question", "QuestionCorrection", "Report", "WrittenDraft"),
    *("Record", "RecordTranslation", "SearchText", "Promise", "PromiseText", "Digest", "Post"),
    *("Matter", "MatterText", "MatterReply", "MatterPhoto", "MatterAppeal", "Open311Sending"),
    *("Activity", "ActivityPhoto", "ActivityText", "ChatSession", "Closure", "MonthRecord"),
    *("Ban", "Change", "Redaction"),
}
"""Tables that hold the words before the redaction."""


@pytest.fixture
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def hold_evening(evening: Evening) -> Recorded:
    """One question is answered with a promise, another one is owed an answer; a copy was refused."""
    chat, councillor = evening.chat_session, evening.councillor
    question = evening.queue(CANARY)
    leave_note(chat, question.pk, moderator=evening.moderator, text=f"Note: {CANARY}")
    report_question(chat, question.pk, person=evening.residents[2], why=f"Why: {CANARY}")
    copy = evening.ask(f"I ask, too: {CANARY}", by=1)
    decline_question(chat, copy.pk, moderator=evening.moderator, version=1, reason="attack", note=f"As: {CANARY}")
    appeal(chat, copy.pk, person=evening.residents[1], words=f"But: {CANARY}")
    evening.take(question)
    said = f"The wall goes: {CANARY}"
    promised = Promised(said=said, due_on=timezone.localdate())
    give_promising_answer(chat, question.pk, person=councillor, text=said, final=True, promised=promised)
    owed = evening.queue(f"And when: {CANARY}", by=1)
    defer_question(chat, owed.pk, person=councillor, due_on=timezone.localdate() + timedelta(days=9))
    close_chat_session(chat, by="clerk")
    save_draft(chat, owed.pk, person=councillor, text=f"Draft: {CANARY}", seen=0)
    return Recorded(evening, make_clerk(), question, owed)


def write_afterwards(recorded: Recorded) -> None:
    """In the window: a correction of each, of which the author's is not accepted; translations; a digest; a post."""
    evening, chat, question = recorded.evening, recorded.evening.chat_session, recorded.question
    part = parts_given_by(evening.councillor, chat.pk)[0]
    correct_answer(chat, question.pk, person=evening.councillor, part=part, text=f"The wall goes soon: {CANARY}")
    ask_for_correction(chat, question.pk, person=evening.residents[0], text=f"{CANARY}!")
    question.refresh_from_db()
    told = {"version": question.version, "is_accepted": False, "note": f"No: {CANARY}"}
    decide_correction(chat, question.pk, moderator=evening.moderator, **told)
    [n] = recorded.numbers_of("question.queued")
    words = TranslatedText(n=n, field="text", language="bn", by="office", text=f"অনুবাদ: {CANARY}")
    add_translation(recorded.record, words, person=evening.clerk, role="clerk")
    make_digest(evening.ward, timezone.localdate().replace(day=1))
    post = Post.objects.filter(chat_session=chat, state="waiting")[0]
    change_words(post.pk, {"en": f"Read: {CANARY}"}, version=post.version, clerk=evening.clerk)


def complain(recorded: Recorded) -> None:
    """One complaint of each question; one is asked again in the next chat, the other one is removed and appealed."""
    evening = recorded.evening
    matter = make_matter(recorded, from_question=recorded.question, landmark=f"By {CANARY}")
    write_about(recorded, matter)
    asked_again(recorded, matter)
    removed = make_matter(recorded, from_question=recorded.other)
    seen = Matter.objects.get(pk=removed.pk).version
    take_down_matter(removed.pk, moderator=evening.moderator, version=seen, reason="attack", note=f"As: {CANARY}")
    appeal_matter(removed.pk, person=evening.residents[0], words=f"But: {CANARY}")


def write_without_a_link(recorded: Recorded) -> None:
    """The reason of a ban, which the audit has as well, and why another redaction was rejected."""
    evening, chat = recorded.evening, recorded.evening.chat_session
    ban_author(chat, recorded.other.pk, clerk=evening.clerk, days=3, reason=f"Wrote: {CANARY}")
    rejected = recorded.propose("answer.given")
    reject_redaction(rejected.pk, clerk=recorded.second_clerk, note=f"It is no secret: {CANARY}")


def publish_for_itself(recorded: Recorded) -> None:
    """An activity with a picture, closed days of the city, and a coming chat that was moved for the same reason."""
    evening = recorded.evening
    told = said(f"Done: {CANARY}", f"As it was asked: {CANARY}", landmark=f"By {CANARY}", budget_line=f"Of {CANARY}")
    draft = draft_activity(evening.ward, told, person=evening.clerk)
    activity = publish_activity(draft.pk, person=evening.clerk, version=draft.version)
    picture = encode_picture(Image.new("RGB", (64, 48), "red"))
    keep_picture(picture)
    photo = add_photo(activity.pk, picture, person=evening.clerk, moment="after", alt=f"Seen: {CANARY}")
    show_activity_photo(photo.pk, person=evening.moderator, seen=photo.sha256)
    day, reasons = timezone.localdate() + timedelta(days=60), {"en": f"For: {CANARY}"}
    add_closure(kind="closed", ward=None, from_on=day, to_on=day, reasons=reasons, clerk=evening.clerk)
    starts_at = timezone.now() + timedelta(days=40)
    chat = announce_chat_session(evening.ward, starts_at=starts_at, minutes=60, by="clerk")
    move = {"starts_at": starts_at + timedelta(days=1), "sequence": chat.sequence, "clerk": evening.clerk}
    move_chat_session(chat, because=reasons, **move)


def seal_early(recorded: Recorded) -> None:
    """The evening is moved, its record is sealed before its time, and the month of the log, each for such a reason."""
    chat = recorded.evening.chat_session
    opened = Event.objects.get(stream__chat_session=chat, stream__name="public", type="session.opened")
    ends_at, because = opened.body["ends_at"], {"en": f"As: {CANARY}", "bn": f"কারণ: {CANARY}"}
    body = {"starts_at": ends_at, "ends_at": ends_at, "waits": False, "because": because}
    Event.objects.filter(pk=opened.pk).update(type="session.moved", body=body)
    ChatSession.objects.filter(pk=chat.pk).update(move_reasons=because)
    forget_checkpoints()  # they tell of an evening that was not moved
    seal_chat_session(chat, by="clerk:1", reason=f"Sooner: {CANARY}")
    draft = draft_activity(recorded.evening.ward, said(), person=recorded.evening.clerk)
    other = publish_activity(draft.pk, person=recorded.evening.clerk, version=draft.version)
    reason = f"Taken back: {CANARY}"
    withdraw_activity(other.pk, person=recorded.evening.clerk, version=other.version, reason=reason)
    for month_log in MonthLog.objects.all():
        seal_month(month_log)


def redact_all(recorded: Recorded) -> None:
    """Every entry that a clerk can choose."""
    chat = recorded.evening.chat_session
    numbers = [entry["n"] for entry in recorded.record.document["entries"] if entry["texts"]]
    why = {"authority": "Order 7 of 2027", "clerk": recorded.evening.clerk, **COURT_ORDER}
    confirm_redaction(propose_redaction(chat, dict.fromkeys(numbers, ()), **why).pk, clerk=recorded.second_clerk)


@pytest.fixture
def everywhere(data_dir: Path) -> Recorded:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = OFF")
    forget_other_tests()
    recorded = hold_evening(make_evening())
    write_afterwards(recorded)
    complain(recorded)
    write_without_a_link(recorded)
    publish_for_itself(recorded)
    seal_early(recorded)
    return recorded


def test_no_table_no_byte_and_no_page_holds_them_any_longer(everywhere: Recorded, data_dir: Path) -> None:
    client, slug = Client(), everywhere.record.slug
    pages = [f"/records/{slug}{form}" for form in ("/", ".json", ".csv", ".akn.xml", ".zip")]
    pages += [f"/matters/{matter.number}/" for matter in Matter.objects.all()]
    pages += [f"/activities/{activity.number}/" for activity in Activity.objects.all()]
    pages += ["/activities/", "/calendar/ward-95.ics", "/wards/95/log/"]
    pages += ["/matters/", "/wards/95/", "/feeds/ward-95.atom", "/records/", "/promises/", "/records/redactions.json"]
    for page in pages:
        client.get(page)
    assert PLACES - set(tables_with("Canary")) - set(tables_with("canary")) == set()
    redact_all(everywhere)
    assert tables_with("Canary") == tables_with("canary") == []
    assert finish_pending()
    assert not holds_words()
    held = [path for path in data_dir.rglob("*") if path.is_file()]
    assert [path for path in held if any(spelt in path.read_bytes() for spelt in spellings())] == []
    assert [page for page in pages if any(spelt in client.get(page).content for spelt in spellings())] == []
    assert search_records("canary").entries == []


def test_what_stands_beside_the_words_stays(everywhere: Recorded) -> None:
    redact_all(everywhere)
    assert Record.objects.get(chat_session=everywhere.evening.chat_session).slug == everywhere.record.slug
    assert (Promise.objects.count(), Matter.objects.count(), MatterAppeal.objects.count()) == (2, 2, 1)
    assert (RecordTranslation.objects.count(), Digest.objects.exists(), PostCopy.objects.count()) == (1, True, 0)


def test_whatever_statement_of_it_fails_nothing_is_destroyed(everywhere: Recorded) -> None:
    """A failure here works like a kill at that point.

    The words, their salts and the log stand as before; then it is confirmed as a whole.
    """
    proposed = everywhere.propose("question.queued", "answer.given")
    before, number = all_rows(), 1
    while is_interrupted(everywhere, proposed.pk, number):
        assert all_rows() == before
        number += 25
    assert number > 100
    confirmed = Redaction.objects.filter(state="confirmed", chat_session=everywhere.evening.chat_session)
    assert [each.pk == proposed.pk for each in confirmed.order_by("pk")] == [True, False], "and that of the reasons"


def all_rows() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Event, Question, Matter, MonthText, LogLeaf)]


def is_interrupted(recorded: Recorded, redaction_id: int, number: int) -> bool:
    with connection.execute_wrapper(InterruptedOnce(number)):
        try:
            confirm_redaction(redaction_id, clerk=recorded.second_clerk)
        except Interrupted:  # what follows the commit is done again by the clock
            return not Redaction.objects.filter(pk=redaction_id, state="confirmed").exists()
    return False
