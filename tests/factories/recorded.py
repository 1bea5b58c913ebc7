"""Records to try forms on: an evening with every outcome, one without a question, and words that break formats."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

from django.utils import timezone

from moderation.questions.corrections.requests import decide_correction
from moderation.questions.notices import post_notice
from moderation.questions.removal import take_down_question
from moderation.questions.screening import decline_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.chats.questions.answer_corrections import correct_answer, parts_given_by
from sessions.chats.questions.correction_requests import ask_for_correction
from sessions.chats.questions.floor import defer_question, give_answer
from sessions.chats.questions.own_questions import back_question, withdraw_question
from sessions.log.audit import OPERATOR
from sessions.models import Record
from tests.factories.evening import Evening

BENGALI = "৯৫ নম্বর ওয়ার্ডের নালা কবে পরিষ্কার হবে? ক্ষমা করবেন, প্রশ্নটি শ্রদ্ধার সঙ্গে।"
HINDI = "क्षेत्र की नाली कब साफ़ होगी?"
URDU = "نالی کب صاف ہوگی؟ ٹھیک ہے ڈاکٹر صاحب، شکریہ۔"
URDU_4000 = ("ٹھیک ہے نالی کب صاف ہوگی؟ " * 160)[:4000]

HARMFUL = (
    '=HYPERLINK("http://example.org","x")',
    "</script><script>alert(1)</script>",
    "<img src=file:///etc/passwd onerror=alert(1)> ]]> &amp; <!-- -->",
    '#panic(1) #import "@preview/x:1.0.0" $x$ *b* \\',
    "nul \0 bell \x07 escape \x1b delete \x7f next \x85 line \u2028 end",
    "\u202egnorw si siht\u2069\u202c \u2066x",
    "surrogate \ud800 and \uffff and \ufeff",
    "emoji 👩‍👩‍👧 \U0001f9ff 漢字 \U00013000 \ue000",
    "{{ request }} {% load i18n %} %s %(x)s {0}",
    URDU_4000,
)


def close(evening: Evening) -> Record:
    close_chat_session(evening.chat_session, by="clerk")
    return Record.objects.get(chat_session=evening.chat_session)


def record_with_every_outcome(evening: Evening) -> Record:
    """Answered in two parts, on notice, not reached, merged, withdrawn, declined and removed; and a notice."""
    answered, owed, later = (evening.queue(text, by=by) for by, text in enumerate((BENGALI, HINDI, URDU)))
    back_question(evening.chat_session, answered.pk, person=evening.residents[1], on=True)
    evening.take(answered)
    for text, final in (("=The lamp is ordered.", False), ("সোমবার থেকে কাজ শুরু।", True)):
        give_answer(evening.chat_session, answered.pk, person=evening.councillor, text=text, final=final)
    due_on = timezone.localdate() + timedelta(days=7)
    defer_question(evening.chat_session, owed.pk, person=evening.councillor, due_on=due_on)
    same, gone, taken_down = (evening.queue(text, by=by) for by, text in enumerate(("Same?", "Never mind.", "Down?")))
    merge_question(evening.chat_session, same.pk, moderator=evening.moderator, into=later.pk, version=same.version)
    withdraw_question(evening.chat_session, gone.pk, person=evening.residents[1])
    take_down_question(
        evening.chat_session,
        taken_down.pk,
        moderator=evening.moderator,
        version=taken_down.version,
        reason="attack",
        note="",
    )
    refused = evening.ask("Insult!")
    decline_question(evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="attack", note="")
    post_notice(evening.chat_session, moderator=evening.moderator, text="One question at a time, please.")
    return close(evening)


def record_with_corrections(evening: Evening) -> Record:
    """One answer, corrected twice: "=Monday.", "Tuesday." and at last "Wednesday."."""
    question = evening.queue("When?")
    evening.take(question)
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="=Monday.", final=True)
    [part] = parts_given_by(evening.councillor, evening.chat_session.pk)
    for text in ("Tuesday.", "Wednesday."):
        correct_answer(evening.chat_session, question.pk, person=evening.councillor, part=part, text=text)
    return close(evening)


def record_with_a_corrected_question(evening: Evening) -> Record:
    """In the draft, by its author: "Whn is it mended?" and then "When is it mended?"."""
    chat_session, question = evening.chat_session, evening.queue("Whn is it mended?")
    close(evening)
    ask_for_correction(chat_session, question.pk, person=evening.residents[0], text="When is it mended?")
    question.refresh_from_db()
    accepted: dict[str, Any] = {"version": question.version, "is_accepted": True, "note": "Yes."}
    decide_correction(chat_session, question.pk, moderator=evening.moderator, **accepted)
    return Record.objects.get(chat_session=chat_session)


def record_sealed_early(evening: Evening, reason: str) -> Record:
    """Without a question, by the operator."""
    record = close(evening)
    seal_chat_session(record.chat_session, by=OPERATOR, reason=reason)
    record.refresh_from_db()
    return record


def with_words(document: dict[str, Any], text: str) -> dict[str, Any]:
    """The document with this text in place of all words that people wrote."""
    changed = deepcopy(document)
    for entry in changed["entries"]:
        for words in entry["texts"].values():
            if words:
                words["value"] = text
    return changed


def with_nothing(document: dict[str, Any]) -> dict[str, Any]:
    """The document with all words redacted."""
    changed = deepcopy(document)
    for entry in changed["entries"]:
        if any(entry["texts"].values()):
            why = {"ground": "court_order", "authority": "=High Court, 12/2027", "at": "2027-02-01T10:00:00.000Z"}
            changed["redactions"].append({"n": entry["n"], "texts": list(entry["texts"]), **why})
        entry["texts"] = dict.fromkeys(entry["texts"])
    return changed


def sealed(document: dict[str, Any]) -> dict[str, Any]:
    """The record as it is served once it is sealed."""
    log = {"index": 7, "inclusion": [], "checkpoint": "example.org/log\n8\nAAAA\n\n— example.org/log BBBB\n"}
    served = {name: value for name, value in document.items() if name != "draft"}
    return served | {"sealed_at": "2027-01-05T18:00:00.000Z", "log": log}
