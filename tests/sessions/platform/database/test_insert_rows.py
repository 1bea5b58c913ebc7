"""Rows that are inserted without models are those that Django would have made."""

from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from sessions.models import Event, Question, QuestionState, StoredReply, Stream
from sessions.platform.database.insert_rows import NewRows, insert_rows, insert_together
from tests.factories.evening import make_evening
from tests.factories.insert_models import columns_of, insert_models

pytestmark = pytest.mark.django_db

EVENT = ("stream_id", "seq", "type", "body", "actor", "note_to", "at")
NOW = datetime(2026, 11, 27, 18, 30, 5, 123456, tzinfo=UTC)
WORDS = 'It\'s "quoted" \\ %s {} \n যাদবপুর'


@pytest.mark.costly
def test_every_kind_of_value_is_read_as_it_was_written() -> None:
    evening = make_evening()
    question = Question(
        chat_session=evening.chat_session,
        author=evening.residents[0],
        kind="question",
        text=WORDS,
        label=WORDS,
        receipt="0123456789",
        state=QuestionState.HELD,
        asked_at=NOW,
        queued_at=None,
        due_on=(NOW + timedelta(days=3)).date(),
        claimed_by=evening.moderator,
    )
    insert_models([question])
    values = attrgetter(*columns_of(Question))
    assert values(Question.objects.get(pk=question.pk)) == values(question)
    question.text = "Changed."
    question.save()
    assert Question.objects.get(pk=question.pk).text == "Changed."


def test_documents_bytes_and_missing_values_are_read_as_django_writes_them() -> None:
    evening = make_evening()
    stream = Stream.objects.get(chat_session=evening.chat_session, name="desk")
    last, note_to = stream.seq, uuid4()
    body = {"text": WORDS, "counts": [1, None, True], "of": {"a": 1.5}}
    Event.objects.create(stream=stream, seq=last + 1, type="t", body=body, actor="a", note_to=note_to, at=NOW)
    insert_rows(
        Event,
        EVENT,
        [(stream.pk, last + 2, "t", body, "a", note_to, NOW), (stream.pk, last + 3, "t", body, "a", None, NOW)],
    )
    by_django, by_us, without = Event.objects.filter(stream=stream, seq__gt=last).order_by("seq").values_list(*EVENT)
    assert by_us == (by_django[0], last + 2, *by_django[2:])
    assert without[5] is None
    replies = [(evening.residents[0].pk, evening.chat_session.pk, uuid4(), bytes(range(32)), body, NOW)]
    columns = ("person_id", "chat_session_id", "ref", "body_digest", "result", "at")
    insert_rows(StoredReply, columns, replies)
    [read] = StoredReply.objects.values_list(*columns)
    assert (*read[:3], bytes(read[3]), *read[4:]) == replies[0]


@pytest.mark.costly
@pytest.mark.parametrize("count", [0, 1, 1000])
def test_as_many_rows_are_there_as_were_given(count: int) -> None:
    stream = Stream.objects.get(chat_session=make_evening().chat_session, name="desk")
    insert_rows(Event, EVENT, ((stream.pk, 1000 + number, "t", {}, "a", None, NOW) for number in range(count)))
    assert Event.objects.filter(stream=stream, seq__gte=1000).count() == count


def test_rows_of_several_tables_are_all_inserted_or_none(django_assert_num_queries: Any) -> None:
    evening = make_evening()
    stream = Stream.objects.get(chat_session=evening.chat_session, name="desk")
    ref = uuid4()
    reply = (evening.residents[0].pk, evening.chat_session.pk, ref, b"", {"text": WORDS}, NOW)
    replies = NewRows(StoredReply, ("person_id", "chat_session_id", "ref", "body_digest", "result", "at"), [reply])
    events = [(stream.pk, 1000 + number, "t", {"text": "; "}, "a", None, NOW) for number in range(2)]
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        insert_together(replies, NewRows(Event, EVENT, events))
    assert StoredReply.objects.get().result == {"text": WORDS}
    assert [event.body for event in Event.objects.filter(stream=stream, seq__gte=1000)] == [{"text": "; "}] * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_together(NewRows(Event, EVENT, [(stream.pk, 2000, *events[0][2:])]), replies)
    assert not Event.objects.filter(stream=stream, seq=2000).exists()


def test_what_the_database_refuses_is_raised() -> None:
    stream = Stream.objects.get(chat_session=make_evening().chat_session, name="desk")
    with pytest.raises(IntegrityError):
        insert_rows(Event, EVENT, [(stream.pk, 1000, "t", {}, "a", None, NOW)] * 2)


def test_columns_that_are_not_given_are_as_a_new_model_has_them() -> None:
    evening = make_evening()
    person, chat_session = evening.residents[0], evening.chat_session
    given = {"id": uuid4(), "chat_session_id": chat_session.pk, "author_id": person.pk, "kind": "question"}
    given |= {"text": WORDS, "masked": None, "label": WORDS, "receipt": "0123456789", "asked_at": NOW}
    insert_rows(Question, tuple(given), [tuple(given.values())])
    values = attrgetter(*columns_of(Question))
    of_model = Question.objects.create(**given | {"id": uuid4(), "receipt": "9876543210"})
    of_model.refresh_from_db()
    of_model.pk, of_model.receipt = given["id"], given["receipt"]
    assert values(Question.objects.get(pk=given["id"])) == values(of_model)


def test_a_column_whose_default_is_made_for_each_row_has_to_be_given() -> None:
    with pytest.raises(TypeError, match="id have to be given"):
        insert_rows(Question, ("text",), [("Drains?",)])
