"""What the PDF of a record shows and in which order, as plain data for the typesetter; pure but for the language."""

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import segno
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.city.display import clock_time, short_date, shown_label, ward_name
from sessions.models import PromiseKind, promise_state_label
from sessions.platform.exports.plain_text import plain_text
from sessions.platform.text.digits import as_code, digits
from sessions.platform.text.labels import (
    GROUND_WORDS,
    OUTCOME_WORDS,
    OWED_TITLE,
    QUESTION_KIND_WORDS,
    REASON_WORDS,
    SEALED_EARLY,
)
from sessions.platform.text.script_detection import text_language
from sessions.platform.text.spoken.lists import join_facts, join_with_commas
from sessions.record.forms.record_facts import RecordFacts
from sessions.record.office_words import answer_by, office_holder_then, owed_word
from sessions.record.owed_part import OwedInRecord
from sessions.record.promises_noted import PromiseStepShown, ShownPromise
from sessions.record.proof.notes.checkpoint_words import words_of_root
from sessions.record.transcript import GivenAnswer, PutQuestion, Transcript, UnputQuestion
from sessions.record.transcript_reader import read_transcript

# Prepares people's words, and promises with their later steps, for the typesetter; pure but for the language.

type Layout = dict[str, Any]


def said_layout(text: str | None) -> Layout:
    """The layout of what somebody said. lang: of the words, "en" where it is not known: typst has none for that."""
    shown = plain_text(text) if text else _("These words were removed.")
    language = text_language(shown)
    return {"lines": shown.split("\n"), "lang": "en" if language == "und" else language}


def promise_layout(promise: ShownPromise) -> Layout:
    head = [_("Promise %(number)s") % {"number": as_code(promise.number)}]
    if promise.what == "":
        head.append(str(PromiseKind.ANSWER.label))
    if promise.due_on is not None:
        head.append(_("By %(day)s.") % {"day": short_date(promise.due_on)})
    head.append(_("Now: %(state)s") % {"state": promise_state_label(promise.state, promise.claim_end)})
    return {
        "head": join_facts(head),
        "said": said_layout(promise.what) if promise.what != "" else None,
        "steps": [_step(each) for each in promise.later_steps],
    }


def _step(step: PromiseStepShown) -> Layout:
    at = join_with_commas([short_date(step.at), clock_time(step.at)])
    line = [at, promise_state_label(step.state, step.claim_end)]
    if step.step == "new_day" and step.due_on is not None:
        line.append(_("By %(day)s.") % {"day": short_date(step.due_on)})
    return {"head": join_facts(line), "said": said_layout(step.text) if step.text != "" else None}


def layout_of(
    document: Mapping[str, Any], *, slug: str, language: str, address: str, checkpoint: str | None = None
) -> Layout:
    """The layout in the language that is active, whose code `language` is. address: of the record's page.

    checkpoint: the signed note that a sheet of paper carries, as words and as a QR code.
    """
    facts, transcript = RecordFacts.of(document, slug=slug), read_transcript(document)
    name = _("Live chat of %(ward)s") % {"ward": ward_name(facts.ward)}
    return {
        "lang": language,
        "title": join_with_commas([name, short_date(facts.starts_at)]),
        "state": _("Draft") if facts.is_draft else "",
        "draft": _draft() if facts.is_draft else None,
        "missing": _(
            "This PDF has no font for some characters: a sign stands in their place. The attached file has them."
        ),
        "foot": plain_text(address),
        "facts": list(_facts(facts, transcript)),
        "parts": [part for part in _parts(transcript) if part["questions"]] or [_nothing()],
        "proof": _proof(facts),
        "paper": paper_of(checkpoint, address=address) if checkpoint else None,
        "claim": _("This file claims to be PDF/A-3a and PDF/UA-1. That claim is not validated."),
        "no_claim": _("Some signs of this record have no fitting font, so this file does not claim to be PDF/A."),
        "attached": _("The record itself, from which this PDF was made"),
    }


def _draft() -> str:
    return _("Draft: this record is not sealed yet. Typing faults can still be corrected.")


def _nothing() -> Layout:
    return {"heading": _("Questions"), "intro": _("No question is in this record."), "questions": []}


def _facts(facts: RecordFacts, transcript: Transcript) -> Iterable[tuple[str, str]]:
    yield _("Answered by"), plain_text(office_holder_then(facts.office))
    if transcript.opened_at:
        yield _("Opened"), clock_time(transcript.opened_at)
    if transcript.closed_at:
        yield _("Closed"), clock_time(transcript.closed_at)
    yield _("Asked"), digits(transcript.asked)
    yield _("Answered"), digits(len(transcript.answered))
    yield _("Not accepted"), digits(len(transcript.refused))
    if transcript.early_seal is not None:
        reason = transcript.early_seal.reason
        yield _("Sealed"), plain_text(f"{SEALED_EARLY} {_('Reason:')} {reason}" if reason else str(SEALED_EARLY))


def _parts(transcript: Transcript) -> Iterable[Layout]:
    owed = [_owed(item, transcript.office) for item in transcript.owed]
    yield {"heading": str(OWED_TITLE), "intro": None, "questions": owed}
    for heading, questions in (
        (_("Answered"), transcript.answered),
        (_("Written answer promised"), transcript.on_notice),
        (_("Answered in part"), transcript.in_part),
        (_("Not reached"), transcript.not_reached),
        (_("Removed by a moderator"), transcript.removed),
    ):
        shown = [_put(question, transcript.office) for question in questions]
        yield {"heading": heading, "intro": None, "questions": shown}
    notices = [
        {"heading": clock_time(each.at), "said": said_layout(each.text), "notes": [], "answers": []}
        for each in transcript.notices
    ]
    yield {"heading": _("Notices of the moderators"), "intro": None, "questions": notices}
    intro = _("Each with its reason. The words are not published.")
    yield {"heading": _("Not accepted"), "intro": intro, "questions": [_unput(each) for each in transcript.refused]}
    intro = _("Held for a second look, or never read before the chat ended. The words are not published.")
    yield {"heading": _("Not decided"), "intro": intro, "questions": [_unput(each) for each in transcript.undecided]}
    left = [_unput(each) for each in transcript.left]
    yield {"heading": _("Withdrawn or merged"), "intro": None, "questions": left}


def _owed(item: OwedInRecord, office: Mapping[str, str]) -> Layout:
    notes = [f"{_('Promised for:')} {short_date(item.first_due_on)}"]
    if item.due_on != item.first_due_on:
        notes.append(f"{_('Then for:')} {short_date(item.due_on)}")
    if item.new_due_on:
        notes.append(f"{_('The new day:')} {short_date(item.new_due_on)}")
    said = []
    if item.at is not None:
        by = join_with_commas([plain_text(answer_by(item, office)), clock_time(item.at)])
        said.append({"said": said_layout(item.text), "by": by})
    return {
        "heading": join_facts((item.number, item.receipt or owed_word(item))),
        "said": said_layout(item.what),
        "notes": notes,
        "answers": said,
    }


def _put(question: PutQuestion, office: Mapping[str, str]) -> Layout:
    support = ngettext("%(number)s supporter", "%(number)s supporters", question.backing)
    asked_by = plain_text(shown_label(question.label)) if question.label else _("Name removed")
    notes = [join_with_commas([asked_by, _asked(question.asked_at)])]
    if question.corrected_at:
        notes.append(_corrected(question.corrected_at))
    if question.due_on:
        notes.append(f"{_('Written answer by:')} {short_date(question.due_on)}")
    if question.reason:
        notes.append(str(REASON_WORDS[question.reason]))
    if question.how:
        notes.append(str(question.how))
    return {
        "heading": join_facts(
            (
                question.receipt,
                OUTCOME_WORDS[question.outcome],
                QUESTION_KIND_WORDS[question.kind],
                support % {"number": digits(question.backing)},
            )
        ),
        "said": said_layout(question.text),
        "notes": notes,
        "promises": [promise_layout(each) for each in question.promises],
        "answers": [_answer(answer, office) for answer in question.answers],
    }


def _unput(question: UnputQuestion) -> Layout:
    notes = [_asked(question.asked_at)]
    if question.reason:
        notes.insert(0, str(REASON_WORDS[question.reason]))
    if question.into:
        notes.insert(0, _("Merged with %(code)s") % {"code": question.into})
    return {
        "heading": join_facts((question.receipt, OUTCOME_WORDS[question.outcome], QUESTION_KIND_WORDS[question.kind])),
        "said": said_layout(question.text) if question.text else None,
        "notes": notes,
        "answers": [],
    }


def _answer(answer: GivenAnswer, office: Mapping[str, str]) -> Layout:
    by = join_with_commas([plain_text(answer_by(answer, office)), short_date(answer.at), clock_time(answer.at)])
    if answer.corrected_at:
        by = join_facts((by, _corrected(answer.corrected_at)))
    return {"said": said_layout(answer.text), "by": by, "promises": [promise_layout(each) for each in answer.promises]}


def _asked(at: datetime) -> str:
    return f"{_('asked')} {join_with_commas([short_date(at), clock_time(at)])}"


def _corrected(at: datetime) -> str:
    return f"{_('Corrected')} {join_with_commas([short_date(at), clock_time(at)])}"


def _proof(facts: RecordFacts) -> Layout:
    lines = [
        _("Entries: %(size)s. Root of the tree: %(root)s") % {"size": digits(facts.size), "root": facts.root},
        _("The record itself is attached to this PDF as record.json. It is the authority; this PDF is made from it."),
    ]
    lines += [
        _("Entry %(number)s was redacted: %(ground)s, %(authority)s, %(day)s")
        % {
            "number": digits(each.n),
            "ground": plain_text(str(GROUND_WORDS.get(each.ground, each.ground))),
            "authority": plain_text(each.authority),
            "day": short_date(each.at),
        }
        for each in facts.redactions
    ]
    checkpoint = plain_text(facts.log["checkpoint"]).split("\n") if facts.log else None
    return {"heading": _("How to check this record"), "lines": lines, "checkpoint": checkpoint}


# The checkpoint that a printed record carries: as a QR code and as twelve words, as other sheets do; pure.


def paper_of(note: str, *, address: str) -> dict[str, Any]:
    """Data for a printed sheet with a signed checkpoint, which is `note`.

    address: of the record's page; the words are compared at a page of the same website.
    """
    _origin, size, root = note.split("\n", 3)[:3]
    page = f"{address.partition('://')[2].partition('/')[0]}{reverse('log_words')}"
    return {
        "heading": ngettext(
            "Checkpoint of the records, %(number)s line", "Checkpoint of the records, %(number)s lines", int(size)
        )
        % {"number": digits(int(size))},
        "words": " ".join(words_of_root(base64.b64decode(root))),
        "keep": _("Other words at %(address)s would mean that records were changed since. Keep this sheet.")
        % {"address": page},
        "qr": segno.make_qr(note, error="l").svg_inline(border=4, dark="#000", light="#fff"),
        "alt": _("QR code of the signed checkpoint"),
    }
