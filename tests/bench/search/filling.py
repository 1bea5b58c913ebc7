"""Puts evenings of the corpus into the database, as they stand there after their records are published."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from sessions.models import (
    Answer,
    ChatSession,
    ChatSessionState,
    Office,
    OfficeKind,
    Question,
    Record,
    SearchEntry,
    SearchText,
    Ward,
)
from sessions.record.search.filters import FilteredFacts
from tests.bench.search.corpus import WARDS, InventedQuestion
from tests.factories.insert_models import insert_models

BATCH = 50
"""Evenings in one transaction."""

FIRST = datetime(2020, 1, 4, 12, 30, tzinfo=UTC)


def fill(evenings: Iterable[list[InventedQuestion]]) -> None:
    """In an empty database: one evening after the other, in one ward after the other, about a month for each round."""
    offices = [_office(number) for number in range(1, WARDS + 1)]
    numbered = enumerate(evenings)
    while batch := list(islice(numbered, BATCH)):
        with transaction.atomic():
            made = [evening_rows(number, offices[number % WARDS], questions) for number, questions in batch]
            for kind in (ChatSession, Record, Question, Answer, SearchEntry, SearchText):
                insert_models([row for rows in made for row in rows if isinstance(row, kind)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def day_of(number: int) -> datetime:
    """When the evening begins."""
    return FIRST + timedelta(days=30 * (number // WARDS) + number % WARDS // 5, minutes=number % 5)


def _office(number: int) -> Office:
    ward = Ward.objects.create(number=number)
    return Office.objects.create(
        ward=ward, kind=OfficeKind.COUNCILLOR, names={"en": f"Holder of ward {number}"}, from_on=date(2020, 1, 1)
    )


def evening_rows(number: int, office: Office, questions: list[InventedQuestion]) -> list[Any]:
    """The rows of one evening: its number says when it was, and gives the rows their ids."""
    starts_at = day_of(number)
    ends_at = starts_at + timedelta(hours=1)
    chat_session = ChatSession(
        ward=office.ward,
        office=office,
        state=ChatSessionState.CLOSED,
        starts_at=starts_at,
        ends_at=ends_at,
        announced_at=starts_at,
        opened_at=starts_at,
        closed_at=ends_at,
    )
    head = {"type": "head", "data": {"ward": office.ward.number, "starts_at": starts_at.isoformat()}}
    record = Record(
        pk=number + 1, chat_session=chat_session, slug=f"record-{number}", document={"entries": [head]}, made_at=ends_at
    )
    first = number * len(questions) + 1
    rows = (_rows(chat_session, first + place, question) for place, question in enumerate(questions))
    return [chat_session, record, *(row for each in rows for row in each)]


def _rows(chat_session: ChatSession, number: int, invented: InventedQuestion) -> Iterator[Any]:
    at = chat_session.starts_at
    question = Question(
        id=uuid4(),
        chat_session=chat_session,
        kind=invented.kind,
        topic=invented.topic,
        text=invented.text,
        label="Resident",
        receipt=f"{number:010}",
        state=invented.state,
        masked=[],
        pending={},
        asked_at=at,
        queued_at=at,
    )
    yield question
    if invented.answer:
        office = chat_session.host
        yield Answer(
            pk=number, question=question, office=office, text=invented.answer, final=True, given_at=at, seq=number
        )
    entry = SearchEntry(pk=number, question=question, ward_number=chat_session.ward.number, at=at)
    yield entry
    facts = FilteredFacts(
        ward=chat_session.ward.number,
        offices={chat_session.host.pk},
        day=chat_session.day,
        topic=invented.topic,
        kind=invented.kind,
        is_answered=bool(invented.answer),
        is_promised=invented.state == "on_notice",
    )
    yield SearchText(entry=entry, question=invented.text, answers=invented.answer, filters=" ".join(facts.words()))
