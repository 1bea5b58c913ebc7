"""A prepared query answers what Django's own answers, for other values each time, in every thread."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, DateTimeField, Exists, IntegerField, OuterRef, UUIDField
from django.utils import timezone

from sessions.models import ChatSession, Event, Stream, Ward
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given, PreparedQuery
from tests.factories.evening import make_evening

pytestmark = pytest.mark.django_db


@pytest.mark.costly
def test_models_and_their_annotations_are_found_for_each_value(django_assert_num_queries: Any) -> None:
    evenings = [make_evening(number=number) for number in (95, 96, 97)]
    chats = ChatSession.objects.filter(ward=OuterRef("pk"), ends_at__gt=Given("now", DateTimeField()))
    wards = PreparedQuery(
        lambda: (
            Ward.objects.filter(InArray("number", Given("numbers"))).annotate(has_chat=Exists(chats)).order_by("number")
        )
    )
    now = timezone.now()
    for numbers, at, expected in [
        ({95, 97}, now, [(95, True), (97, True)]),
        ([96], now + timedelta(days=9), [(96, False)]),
        ({1}, now, []),
    ]:
        with django_assert_num_queries(1):
            found = wards.rows(numbers=numbers, now=at)
        assert [(ward.number, ward.has_chat) for ward in found] == expected
    [ward] = wards.rows(numbers=[95], now=now)
    assert ward == evenings[0].chat_session.ward
    ward.neighbourhood_names = {"en": "Changed"}
    ward.save()
    assert wards.rows(numbers=[95], now=now)[0].neighbourhood_names == {"en": "Changed"}


def test_values_ids_and_documents_are_read_as_by_django() -> None:
    chat = make_evening().chat_session
    events = PreparedQuery(
        lambda: Event.objects.filter(stream__chat_session=Given("chat", UUIDField())).values_list(
            "at", "body", "note_to"
        )
    )
    assert events.rows(chat=chat.pk)
    assert events.rows(chat=chat.pk) == list(
        Event.objects.filter(stream__chat_session=chat).values_list("at", "body", "note_to")
    )
    names = PreparedQuery(
        lambda: (
            Stream.objects.filter(InArray("chat_session", Given("chats")))
            .order_by("name")
            .values_list("name", flat=True)
        )
    )
    assert names.rows(chats={chat.pk}) == ["desk", "public"]
    counts = PreparedQuery(
        lambda: (
            Stream.objects.filter(InArray("chat_session", Given("chats"))).values_list("name").annotate(Count("events"))
        )
    )
    assert dict(counts.rows(chats=[chat.pk])).keys() == {"desk", "public"}


def test_for_none_of_many_no_query_is_made(django_assert_num_queries: Any) -> None:
    wards = PreparedQuery(lambda: Ward.objects.filter(InArray("number", Given("numbers"))))
    with django_assert_num_queries(0):
        assert wards.rows(numbers=set()) == []
    make_evening(number=95)
    assert [ward.number for ward in wards.rows(numbers={95})] == [95]


def test_one_row_is_found_or_none() -> None:
    wards = PreparedQuery(lambda: Ward.objects.filter(number=Given("number", IntegerField())))
    ward = make_evening(number=95).ward
    assert (wards.first(number=95), wards.get(number=95)) == (ward, ward)
    assert wards.first(number=96) is None
    with pytest.raises(Ward.DoesNotExist):
        wards.get(number=96)


def test_a_time_is_added_to_the_value_that_is_given() -> None:
    starts_at = make_evening(number=95).chat_session.starts_at
    now, day = Given("now", DateTimeField()), timedelta(days=1)
    before = PreparedQuery(lambda: ChatSession.objects.filter(starts_at__lte=now - day))
    after = PreparedQuery(lambda: ChatSession.objects.filter(starts_at__lte=now + day))
    assert [len(before.rows(now=starts_at + days * day)) for days in (0, 1)] == [0, 1]
    assert [len(after.rows(now=starts_at - days * day)) for days in (1, 2)] == [1, 0]


def test_a_value_that_is_missing_is_an_error() -> None:
    wards = PreparedQuery(lambda: Ward.objects.filter(InArray("number", Given("numbers"))))
    with pytest.raises(KeyError, match="numbers"):
        wards.rows()


@pytest.mark.costly
@pytest.mark.django_db(transaction=True)
def test_each_thread_and_each_new_connection_prepares_its_own() -> None:
    make_evening(number=95)
    wards = PreparedQuery(
        lambda: Ward.objects.filter(InArray("number", Given("numbers"))).values_list("number", flat=True)
    )
    found: list[list[int]] = []

    def look() -> None:
        try:
            found.append(wards.rows(numbers=[95]))
        finally:
            connection.close()

    for thread in [Thread(target=look) for _number in range(3)]:
        thread.start()
        thread.join()
    connection.close()
    assert [*found, wards.rows(numbers=[95])] == [[95]] * 4


@pytest.mark.costly
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_and_never_without_one() -> None:
    ward = make_evening(number=95).ward
    wards = PreparedQuery(lambda: Ward.objects.select_for_update().filter(InArray("number", Given("numbers"))))
    with transaction.atomic():
        assert wards.rows(numbers=[95]) == [ward]
    if connection.features.has_select_for_update:
        with pytest.raises(transaction.TransactionManagementError):
            wards.rows(numbers=[95])
