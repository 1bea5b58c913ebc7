"""The conflict list: each kind in words, with the place where it is mended."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connections

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.conflicts import _find_conflicts
from sessions.models import Appointment, ChatSession, Closure, Office
from tests.factories.planning_desk import NOW, Desk, make_desk, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGE = "/planning/conflicts/"


def test_an_empty_list_says_what_would_be_here(desk: Desk) -> None:
    desk.set_rule()
    assert "No conflicts." in desk.get(PAGE)


def test_a_ward_without_a_councillor_leads_to_its_hosts(desk: Desk) -> None:
    desk.set_rule()
    Office.objects.filter(ward=desk.wards[95]).update(to_on=date(2027, 2, 28))
    said = words_of(desk.get(PAGE))
    assert "Ward 95, Saturday 6 March 2027 Nobody holds the ward’s office on that day." in said
    assert 'href="/planning/wards/95/hosts/"' in desk.get(PAGE)


def test_a_moderator_whose_account_was_disabled_an_hour_before_is_missed(desk: Desk) -> None:
    [january_chat, *_rest] = desk.set_rule()
    with time_machine.travel(january_chat.starts_at.replace(hour=11), tick=False):  # 4:30 pm, it begins at 6
        assert "Nobody can review its questions" not in desk.get(PAGE)
        moderator = Appointment.objects.get(duty="moderator", ward=desk.wards[95]).person
        moderator.is_active = False
        moderator.save()
        said = words_of(desk.get(PAGE))
    assert "Ward 95, Saturday 2 January 2027 Nobody can review its questions" in said
    assert f'href="/planning/chats/{january_chat.pk}/"' in desk.get(PAGE)


def test_too_few_moderators_name_what_runs_beside_it(desk: Desk) -> None:
    Appointment.objects.filter(duty="moderator", ward=desk.wards[96]).delete()
    Appointment.objects.filter(duty="moderator").update(ward=None, borough=desk.wards[95].borough)
    desk.set_rule(95)
    desk.set_rule(96)
    said = words_of(desk.get(PAGE))
    assert "Ward 96, Saturday 2 January 2027 Too few moderators at this time" in said
    assert "Ward 95, Saturday 2 January, 6:00 pm Move it" in said


def test_a_clerk_of_one_ward_sees_who_of_the_borough_needs_the_same_moderator() -> None:
    desk = make_desk(95, 96, ward_clerk_of=95)
    Appointment.objects.filter(duty="moderator", ward=desk.wards[96]).delete()
    Appointment.objects.filter(duty="moderator").update(ward=None, borough=desk.wards[95].borough)
    Office.objects.filter(ward=desk.wards[96]).delete()  # an affair of ward 96 alone
    [january_chat, *_rest] = desk.set_rule(95)
    desk.set_rule(96)
    page = desk.get(PAGE)
    assert "Ward 95, Saturday 2 January 2027 Too few moderators at this time" in words_of(page)
    assert "Ward 96, Saturday 2 January, 6:00 pm Move it" in words_of(page)
    assert "Nobody holds the ward’s office" not in page
    assert f'href="/planning/chats/{january_chat.pk}/"' in page


def test_one_on_a_closed_day_and_one_without_a_date_lead_to_their_pages(desk: Desk) -> None:
    by_hand = announce_chat_session(desk.wards[96], starts_at=NOW.replace(day=20), minutes=60, by="clerk")
    add_closure(
        kind="closed",
        ward=None,
        from_on=date(2027, 1, 20),
        to_on=date(2027, 1, 20),
        reasons={"en": "Works"},
        clerk=None,
    )
    february = desk.set_rule()[1]
    february.waits = True
    february.save()
    said = words_of(desk.get(PAGE))
    assert "Ward 96, Wednesday 20 January 2027 It falls on a closed day." in said
    assert "Ward 95, Saturday 6 February 2027 It waits for a date. Choose a date" in said
    for chat_session in (by_hand, february):
        assert f'href="/planning/chats/{chat_session.pk}/"' in desk.get(PAGE)


@pytest.mark.parametrize("numbers", [(95,), (95, 96, 97)])
def test_they_are_looked_for_once_for_the_list_and_for_the_count_above_it(
    numbers: tuple[int, ...], django_assert_num_queries: Any
) -> None:
    desk = make_desk(*numbers)
    for number in numbers:
        desk.set_rule(number)
    with django_assert_num_queries(9):
        desk.get(PAGE)


def looked_for() -> int:
    """How often this process has looked for conflicts since it started."""
    return _find_conflicts.cache_info().misses


def count_above(desk: Desk, page: str = "/planning/changes/") -> str:
    """The number beside the link to the conflicts, on any of the clerk's pages; blank for none."""
    [count] = re.findall(r'planning-nav__count">([^<]*)<', desk.get(page)) or [""]
    return str(count)


def test_the_pages_look_for_conflicts_once_for_each_change(desk: Desk) -> None:
    desk.set_rule()
    Office.objects.filter(ward=desk.wards[95]).update(to_on=date(2027, 2, 28))
    before = looked_for()
    assert [count_above(desk), count_above(desk, "/planning/"), count_above(desk)] == ["1", "1", "1"]
    assert looked_for() == before + 1
    Office.objects.filter(ward=desk.wards[95]).update(to_on=date(2027, 1, 31))
    assert [count_above(desk), count_above(desk)] == ["2", "2"]
    assert looked_for() == before + 2


def close_january() -> None:
    Closure.objects.create(kind="closed", from_on=date(2027, 1, 2), to_on=date(2027, 1, 2), reasons={"en": "Works"})


CHANGES: dict[str, Callable[[], object]] = {
    "a chat is moved onto another": lambda: ChatSession.objects.update(starts_at=NOW, ends_at=NOW.replace(hour=9)),
    "a chat loses its date": lambda: ChatSession.objects.filter(starts_at__month=1).update(waits=True),
    "a day is closed": close_january,
    "a term ends": lambda: Office.objects.update(to_on=date(2027, 1, 31)),
    "a moderator is dismissed": lambda: Appointment.objects.filter(duty="moderator").delete(),
    "an account is disabled": lambda: get_user_model().objects.filter(label="Moderator 95").update(is_active=False),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_changed_by_another_connection_is_seen(change: Callable[[], object], desk: Desk) -> None:
    desk.set_rule()
    assert count_above(desk) == ""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(change).result()
        pool.submit(connections.close_all).result()
    assert count_above(desk) != ""


def test_a_chat_whose_time_has_passed_is_no_longer_counted(desk: Desk) -> None:
    [january_chat, *_rest] = desk.set_rule()
    Office.objects.filter(ward=desk.wards[95]).delete()
    assert count_above(desk) == "3"
    with time_machine.travel(january_chat.ends_at, tick=False):
        assert count_above(desk) == "2"
