"""A record as a page, and the page of one question of it, which can be quoted and looks well as a link elsewhere."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions.city.people.planning import wards_to_plan
from sessions.models import Question, Record
from sessions.platform.people import Person
from sessions.platform.text.absolute_addresses import whole_address
from sessions.platform.text.digits import digits
from sessions.platform.text.labels import OUTCOME_WORDS
from sessions.record.cards.card import Card
from sessions.record.cards.contents import card_of_record
from sessions.record.cards.finding import public_card_of
from sessions.record.forms.citing import cite_question, cite_record, record_title
from sessions.record.forms.linked_data import event_of, preview_line, qa_page_of
from sessions.record.forms.questions import recorded_questions
from sessions.record.forms.record_facts import RecordFacts
from sessions.record.forms.served_document import readable_document
from sessions.record.office_words import office_holder_then
from sessions.record.pages.records.download_list import downloads_of
from sessions.record.transcript import PutQuestion, Transcript, UnputQuestion
from sessions.record.transcript_reader import read_transcript


@require_safe
def record_page(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(Record.objects.select_related("chat_session__ward"), slug=slug)
    document = readable_document(record)
    facts, transcript = RecordFacts.of(document, slug=slug), read_transcript(document)
    address, title = whole_address(request, reverse("record", args=[slug])), record_title(facts)
    event = event_of(facts, transcript, name=title, answered_by=office_holder_then(transcript.office), address=address)
    context = {
        "record": record,
        "facts": facts,
        "transcript": transcript,
        "cites": True,
        "address": address,
        "title": title,
        "description": _describe(transcript),
        "share_card": card_of_record(facts, transcript, record.chat_session_id),
        "linked_data": _script_of(event),
        "citation": cite_record(facts, address=address),
        "redaction_count": len({line["n"] for line in document["redactions"]}),
        "is_clerk": _is_clerk_of(record.chat_session.ward_id, request.user),
        "downloads": list(downloads_of(document, slug=slug, address=address)),
    }
    return render(request, "sessions/record/record.html", context)


@require_safe
def record_question_page(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """The page of one question of a record. receipt: as it is printed."""
    record = get_object_or_404(Record.objects.select_related("chat_session__ward"), slug=slug)
    document = readable_document(record)
    facts, transcript = RecordFacts.of(document, slug=slug), read_transcript(document)
    question = _find(transcript, receipt)
    entry = next(each.entry for each in recorded_questions(document, transcript) if each.receipt == receipt)
    address = whole_address(request, reverse("record_question", args=[slug, receipt]))
    outcome = str(OUTCOME_WORDS[question.outcome])
    put = question if isinstance(question, PutQuestion) else None
    linked_data = qa_page_of(put, transcript.office, address=address) if put else None
    context = {
        "record": record,
        "facts": facts,
        "transcript": transcript,
        "receipt": receipt,
        "question": put,
        "questions": [question],
        "heading": outcome,
        "address": address,
        "title": preview_line(question.text) if question.text else f"{outcome}: {receipt}",
        "description": _describe_question(question, facts),
        "share_card": _card_of(receipt),
        "linked_data": _script_of(linked_data) if linked_data else "",
        "citation": cite_question(facts, receipt, entry, address=address),
    }
    return render(request, "sessions/record/question.html", context)


def _is_clerk_of(ward_id: int, user: Person | AnonymousUser) -> bool:
    """Whether the page offers to redact; the page of the redaction itself asks who it is."""
    return not isinstance(user, AnonymousUser) and any(ward.pk == ward_id for ward in wards_to_plan(user))


def _find(transcript: Transcript, receipt: str) -> PutQuestion | UnputQuestion:
    """Raises Http404."""
    all_of_it: list[PutQuestion | UnputQuestion] = [
        *transcript.answered, *transcript.on_notice, *transcript.in_part, *transcript.not_reached,
        *transcript.removed, *transcript.refused, *transcript.undecided, *transcript.left,
    ]  # fmt: skip
    found = next((each for each in all_of_it if each.receipt == receipt), None)
    if found is None:
        raise Http404
    return found


def _card_of(receipt: str) -> Card | None:
    question = Question.objects.select_related("chat_session__ward").filter(receipt=receipt).first()
    return public_card_of(question) if question is not None else None


def _describe(transcript: Transcript) -> str:
    numbers = {
        "asked": digits(transcript.asked),
        "answered": digits(len(transcript.answered)),
        "refused": digits(len(transcript.refused)),
    }
    shown = _("Asked: %(asked)s, answered: %(answered)s, not accepted: %(refused)s") % numbers
    return f"{office_holder_then(transcript.office)}. {shown}"


def _describe_question(question: PutQuestion | UnputQuestion, facts: RecordFacts) -> str:
    """The beginning of the answer; else what became of the question, and where."""
    answers = [answer.text for answer in getattr(question, "answers", ()) if answer.text]
    return preview_line(answers[0]) if answers else f"{OUTCOME_WORDS[question.outcome]}. {record_title(facts)}"


def _script_of(data: Mapping[str, Any]) -> SafeString:
    """JSON-LD is data, which no browser runs: the content security policy lets it stand. No `<` of it ends it."""
    text = json.dumps(data, ensure_ascii=False)
    for sign, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, escaped)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above
