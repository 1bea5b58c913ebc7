"""Before a chat opens, its pages say how many promises are owed from last time, and lead to the list of those."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.models import PromiseKind
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of
from tests.factories.promises import promise_of, promise_step
from tests.sessions.promises.owed_block.test_owed_block import begin, owe

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}
SAID = "2 promises are owed from last time"
LIST = "/promises/?ward=95&amp;state=from_last_time"


@pytest.fixture
def evening(db: None) -> Evening:
    """Announced, with an overdue promise and a written answer owed; and two promises that do not count."""
    evening: Any = make_evening(is_live=False)
    owe(evening)
    promise_of(evening, "A written answer.", kind=PromiseKind.ANSWER)
    promise_of(evening, "The park will open.")
    promise_step(owe(evening, "The gate will open.", days=9), "claim")
    found: Evening = evening
    return found


def page(address: str, client: Client | None = None) -> str:
    return (client or Client()).get(address, headers=ENGLISH).content.decode()


def test_the_announced_chat_says_how_many_and_leads_to_the_list(evening: Evening) -> None:
    said = page(f"/chat/{evening.chat_session.pk}/")
    assert (SAID in said, LIST in said) == (True, True)


@pytest.mark.long
def test_the_page_of_the_office_says_it_too(evening: Evening) -> None:
    said = page(f"/floor/{evening.chat_session.pk}/", client_of(evening.councillor))
    assert (SAID in said, LIST in said) == (True, True)


def test_the_list_is_of_exactly_those(evening: Evening) -> None:
    listed = page(LIST.replace("&amp;", "&"))
    words = ("The drain will be cleaned.", "A written answer.", "The park will open.", "The gate will open.")
    assert [each in listed for each in words] == [True, True, False, False]


def test_the_running_room_says_nothing_of_it(evening: Evening) -> None:
    begin(evening)
    assert "owed-before" not in page(f"/chat/{evening.chat_session.pk}/")
    assert "owed-before" not in page(f"/floor/{evening.chat_session.pk}/", client_of(evening.councillor))


def test_where_nothing_is_owed_nothing_is_said(db: None) -> None:
    evening = make_evening(is_live=False)
    assert "owed-before" not in page(f"/chat/{evening.chat_session.pk}/")


@pytest.mark.long
def test_of_other_wards_nothing_is_counted(evening: Evening) -> None:
    other: Any = make_evening(number=96, is_live=False)
    promise_of(other, "Elsewhere.", due_on=timezone.localdate() - timedelta(days=3))
    assert SAID in page(f"/chat/{evening.chat_session.pk}/")
