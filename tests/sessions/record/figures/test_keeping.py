"""The figures that are kept are those of the document, whenever it is saved, and also where none were kept."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import Record, RecordFigures
from sessions.record.figures.by_month import (
    FiguresOfChat,
    by_month,
    by_ward,
    by_ward_and_month,
    first_shown,
    months_back,
)
from sessions.record.figures.counting import ChatFigures, figures_of
from sessions.record.figures.keeping import read_figures
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
JANUARY, MARCH = date(2027, 1, 1), date(2027, 3, 1)


def closed(evening: Evening) -> Record:
    evening.answer()
    close_chat_session(evening.chat_session, by="clerk")
    return Record.objects.get(chat_session=evening.chat_session)


def test_closing_keeps_the_figures_and_saving_the_record_again_counts_again(evening: Evening) -> None:
    record = closed(evening)
    this_month = timezone.localdate().replace(day=1)
    assert read_figures() == [FiguresOfChat(95, this_month, record.slug, figures_of(record.document))]
    record.document["entries"] = [each for each in record.document["entries"] if each["type"] != "question.taken"]
    record.save()
    [row] = read_figures()
    assert row.figures.waits == ()


def test_a_record_without_kept_figures_is_counted_when_somebody_reads(evening: Evening) -> None:
    closed(evening)
    kept = read_figures()
    RecordFigures.objects.all().delete()
    assert read_figures() == kept
    assert read_figures(wards=[96]) == read_figures(since=date(2199, 1, 1)) == []
    assert not RecordFigures.objects.exists()


@pytest.mark.long
@pytest.mark.parametrize("rows", [1, 3])
def test_many_records_are_read_by_two_queries(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(rows):
        closed(make_evening(number=81 + number))
    for queries in (3, 2):  # what this process has read already it does not read again
        with django_assert_num_queries(queries):
            assert len(read_figures()) == rows


def test_the_migration_counts_what_is_published(evening: Evening) -> None:
    closed(evening)
    kept = read_figures()
    RecordFigures.objects.all().delete()
    import_module("sessions.migrations.0035_figures_and_translations").count_what_is_published(apps, None)
    assert RecordFigures.objects.count() == 1
    assert read_figures() == kept


CHATS = [
    FiguresOfChat(95, JANUARY, "a", ChatFigures(chats=1, asked=1)),
    FiguresOfChat(95, JANUARY, "b", ChatFigures(chats=1, asked=2)),
    FiguresOfChat(7, MARCH, "c", ChatFigures(chats=1, asked=4)),
]


def test_chats_are_put_together_by_ward_and_by_month() -> None:
    assert {ward: figures.asked for ward, figures in by_ward(CHATS).items()} == {7: 4, 95: 3}
    months = by_month(CHATS, until=JANUARY)
    assert [(month.month, figures.asked, figures.chats) for month, figures in months.items()] == [
        (3, 4, 1),
        (2, 0, 0),
        (1, 3, 2),
    ]
    assert [(ward, month, slugs) for ward, month, slugs, _figures in by_ward_and_month(CHATS)] == [
        (95, JANUARY, ["a", "b"]),
        (7, MARCH, ["c"]),
    ]
    assert by_month([], until=MARCH) == {}


def test_months_go_back_over_the_new_year() -> None:
    assert months_back(date(2027, 2, 1), to=date(2026, 11, 1)) == [
        date(2027, 2, 1),
        date(2027, 1, 1),
        date(2026, 12, 1),
        date(2026, 11, 1),
    ]
    assert first_shown(date(2027, 3, 14)) == date(2025, 4, 1)
