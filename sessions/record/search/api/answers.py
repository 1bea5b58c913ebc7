"""What the API answers: records, and the questions in them, as plain JSON values; the same in every language."""

from itertools import groupby
from typing import Any, NamedTuple

from django.urls import reverse

from sessions.log.kept_words import two_names
from sessions.models import Answer, Question, Record, SearchEntry
from sessions.platform.text.absolute_addresses import WholeAddress
from sessions.record.search.api.api_query import ApiQuery
from sessions.record.search.catalogue import address_of_form, served_forms
from sessions.record.search.found import FoundQuestion, found_questions
from sessions.record.search.question_search import questions_of_entries
from sessions.record.search.records import QuestionCounts, count_questions, listed_records
from sessions.record.search.snippets import SnippetPart
from sessions.record.search.text_engines import newest_matches

type Json = dict[str, Any]


class ApiPage(NamedTuple):
    """One page of an answer to a program. before: where the next page begins, if there is one."""

    records: list[Json]
    before: int | None


def api_page_of(query: ApiQuery, whole: WholeAddress) -> ApiPage:
    """The newest records first; of a search only those with a match, each with the questions that match.

    A page of a search ends after `limit` questions, so that one record's matches may go on in the next page.
    """
    return _found(query, whole) if query.is_search else _listed(query, whole)


def whole_record(record: Record, whole: WholeAddress) -> Json:
    """A record with all its public questions, and with the size and the root of its tree."""
    entries = SearchEntry.objects.filter(question__chat_session=record.chat_session_id).order_by("-pk")
    questions = questions_of_entries(entries.values_list("pk", flat=True))
    [described] = _described([record], whole)
    return described | {
        "tree": record.document["tree"],
        "questions": [_question(question, whole) for question in questions],
    }


def _listed(query: ApiQuery, whole: WholeAddress) -> ApiPage:
    rows = listed_records(query.filters).order_by("-pk")
    if query.before is not None:
        rows = rows.filter(pk__lt=query.before)
    records = list(rows[: query.limit + 1])
    shown = records[: query.limit]
    return ApiPage(_described(shown, whole), shown[-1].pk if len(records) > query.limit else None)


def _found(query: ApiQuery, whole: WholeAddress) -> ApiPage:
    entries = newest_matches(query.terms, query.filters, limit=query.limit + 1, before=query.before)
    shown = entries[: query.limit]
    found = found_questions(shown, query.terms)
    groups = [(record, list(each)) for record, each in groupby(found, _record_of)]
    described = _described([record for record, _each in groups], whole)
    records = [
        record | {"found": [_found_question(each, whole) for each in questions]}
        for record, (_record, questions) in zip(described, groups, strict=True)
    ]
    return ApiPage(records, shown[-1] if len(entries) > query.limit else None)


def _record_of(found: FoundQuestion) -> Record:
    return found.question.chat_session.record


def _described(records: list[Record], whole: WholeAddress) -> list[Json]:
    counts, forms = count_questions(records), served_forms()
    return [
        _record(record, counts.get(record.pk, QuestionCounts()), whole)
        | {"forms": {form.name: whole(address_of_form(record.slug, form)) for form in forms}}
        for record in records
    ]


def _record(record: Record, counts: QuestionCounts, whole: WholeAddress) -> Json:
    chat_session = record.chat_session
    office = chat_session.host
    return {
        "slug": record.slug,
        "address": whole(reverse("api_record", args=[record.slug])),
        "ward": chat_session.ward.number,
        "held_on": chat_session.day.isoformat(),
        "starts_at": _moment(chat_session.starts_at),
        "closed_at": _moment(chat_session.closed_at),
        "published_at": _moment(record.made_at),
        "is_draft": record.is_draft,
        "sealed_at": _moment(record.sealed_at),
        "office": {"id": office.pk, "kind": office.kind, **two_names(office.names), "names": office.names},
        "asked": counts.asked,
        "answered": counts.answered,
        "written_answer_promised": counts.owed,
    }


def _found_question(found: FoundQuestion, whole: WholeAddress) -> Json:
    snippets = [found.parts, *(each.parts for each in found.answers)]
    return _question(found.question, whole) | {"snippets": [_snippet(parts) for parts in snippets]}


def _question(question: Question, whole: WholeAddress) -> Json:
    permalink = reverse("record_question", args=[question.chat_session.record.slug, question.receipt])
    return {
        "receipt": question.receipt,
        "address": whole(permalink),
        "kind": question.kind,
        "topic": question.topic or None,
        "outcome": question.outcome,
        "asked_at": _moment(question.asked_at),
        "text": question.public_text,
        "answers": [_answer(answer) for answer in question.answers.all()],
    }


def _answer(answer: Answer) -> Json:
    """Describe an answer for programs.

    role: blank where the holder of the office answered; `by` is the name then, too.
    """
    return {
        "text": answer.text,
        "by": answer.by or answer.office.name_in_log,
        "role": answer.role or answer.office.kind,
        "office": answer.office_id,
        "given_at": _moment(answer.given_at),
    }


def _snippet(parts: list[SnippetPart]) -> list[Json]:
    return [{"text": part.text, "is_match": part.is_marked} for part in parts]


def _moment(at: Any) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None
