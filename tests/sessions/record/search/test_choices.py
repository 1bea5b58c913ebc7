"""What the search can be narrowed by is kept, and never differs from what is in the database."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import ChatSession, Office, Record
from sessions.record.search import choices
from sessions.record.search.choices import read_choices
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def publish(number: int) -> Evening:
    evening = make_evening(number=number)
    close_chat_session(evening.chat_session, by="clerk")
    return evening


def test_there_is_nothing_to_choose_before_the_first_record() -> None:
    make_evening()
    assert read_choices() == choices.Choices((), [], [])


def test_wards_offices_and_months_with_a_record_can_be_chosen() -> None:
    second, first = publish(96), publish(95)
    chat = ChatSession.objects.filter(pk=first.chat_session.pk)
    chat.update(starts_at=second.chat_session.starts_at - timedelta(days=40))
    chosen = read_choices()
    assert chosen.wards == (95, 96)
    assert [(each.ward, each.kind, each.pk) for each in chosen.offices] == [
        (number, "councillor", Office.objects.get(ward__number=number).pk) for number in (95, 96)
    ]
    assert chosen.months[0] == second.chat_session.day.replace(day=1)
    assert chosen.months[-1] == chat.get().day.replace(day=1)
    assert len(chosen.months) in (2, 3)


def test_a_record_of_another_ward_can_be_chosen_at_once() -> None:
    publish(95)
    assert read_choices().wards == (95,)
    publish(96)
    assert read_choices().wards == (95, 96)


def test_what_was_published_before_the_newest_and_committed_after_it_is_not_missed() -> None:
    """Numbers are drawn before the commit: another process may have read between."""
    later, newest = publish(95), publish(96)
    record = Record.objects.get(chat_session=later.chat_session)
    with transaction.atomic():
        record.delete()
        assert read_choices().wards == (96,)
        transaction.set_rollback(True)
    assert Record.objects.order_by("-pk")[0].chat_session_id == newest.chat_session.pk
    assert read_choices().wards == (95, 96)


def test_a_corrected_name_is_read_at_once_and_a_vacant_office_is_not_offered() -> None:
    publish(95)
    [office] = read_choices().offices
    Office.objects.update(names={"en": "Asha Sen"})
    assert [each.office.name_in_log for each in read_choices().offices] == ["Asha Sen"]
    Office.objects.filter(pk=office.pk).update(kind="vacant", names={}, holder=None)
    assert read_choices().offices == []


def test_it_takes_one_query_more_only_where_records_were_added(django_assert_num_queries: Any) -> None:
    publish(95)
    with django_assert_num_queries(3):
        read_choices()
    with django_assert_num_queries(2):
        read_choices()


def test_the_query_of_all_chats_is_asked_once_however_many_records_there_are() -> None:
    for number in range(81, 84):
        publish(number)
    with CaptureQueriesContext(connection) as asked:
        for _reader in range(3):
            read_choices()
    assert len([each for each in asked.captured_queries if "MIN(" in each["sql"]]) == 1


def test_months_go_over_the_end_of_a_year() -> None:
    evening = publish(95)
    other = publish(96)
    ChatSession.objects.filter(pk=evening.chat_session.pk).update(starts_at="2025-11-20T12:00:00Z")
    ChatSession.objects.filter(pk=other.chat_session.pk).update(starts_at="2026-01-02T12:00:00Z")
    assert read_choices().months == [date(2026, 1, 1), date(2025, 12, 1), date(2025, 11, 1)]
