"""One search over everything public, in every script."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.models import Activity, Promise
from tests.factories.activities_of_site import published_activity
from tests.factories.matters import WardOffice
from tests.factories.planning_desk import words_of
from tests.factories.promises import promise_of, promise_step

pytestmark = pytest.mark.costly


def found(client: Client, words: str) -> Any:
    return client.get("/search/", {"q": words}, headers={"accept-language": "en"}).context["found"]


def counts(client: Client, words: str) -> tuple[int, int, int, int]:
    all_found = found(client, words)
    return all_found.wards.count, all_found.matters.count, all_found.promises.count, all_found.activities.count


def test_it_finds_wards_complaints_promises_and_activities(client: Client, office: WardOffice) -> None:
    office.publish("The drain overflows.")
    promise_of(office, "The drain will be cleaned.")
    published_activity(office.ward, "New drain covers")
    assert counts(client, "drain") == (0, 1, 1, 1)
    assert counts(client, "95")[0] == 1
    assert counts(client, "nowhere") == (0, 0, 0, 0)


@pytest.mark.parametrize("words", ["জল", "jol", "Jal"])
def test_a_word_is_found_in_another_script(client: Client, office: WardOffice, words: str) -> None:
    promise_of(office, "সকালে জল আসবে।")
    published_activity(office.ward, "জল প্রকল্প")
    assert counts(client, words) == (0, 0, 1, 1)


def test_what_nobody_may_read_any_longer_is_not_found(client: Client, office: WardOffice) -> None:
    promise, activity = (
        promise_of(office, "The drain will be cleaned."),
        published_activity(office.ward, "Drain covers"),
    )
    Promise.objects.filter(pk=promise.pk).update(is_withheld=True)
    Activity.objects.filter(pk=activity.pk).update(state="withdrawn")
    assert counts(client, "drain") == (0, 0, 0, 0)


def test_the_list_of_activities_has_the_same_words_and_a_freeze_hides_them(client: Client, office: WardOffice) -> None:
    published_activity(office.ward, "New drain covers")
    published_activity(office.ward, "Two benches")
    listed = client.get("/activities/", {"q": "drain"}).context["page"].rows
    assert [each.activity.title for each in listed] == ["New drain covers"]
    today = timezone.localdate()
    add_closure(kind="freeze", ward=office.ward, from_on=today, to_on=today, reasons={"en": "Election"}, clerk=None)
    assert client.get("/activities/", {"q": "drain"}).context["page"].rows == []
    assert counts(client, "drain")[3] == 0


def test_a_changed_promise_is_found_by_its_new_words(client: Client, office: WardOffice) -> None:
    promise = promise_of(office, "The drain will be cleaned.")
    Promise.objects.filter(pk=promise.pk).update(what="The pump will be repaired.")
    promise_step(promise, "claim", text="Done.")
    assert (counts(client, "pump")[2], counts(client, "drain")[2]) == (1, 0)


def test_of_many_the_first_are_shown_with_their_number_and_the_way_to_the_others(
    client: Client, office: WardOffice
) -> None:
    for each in range(5):
        office.publish(f"Drain {each} overflows.")
    all_found = found(client, "drain")
    assert (len(all_found.matters.rows), all_found.matters.count) == (3, 5)
    assert "/matters/?q=drain" in client.get("/search/?q=drain").content.decode()


@pytest.mark.parametrize("words", ["\0", "  ", "*", '"', "' OR 1=1 --", "%", "a" * 500])
def test_what_is_no_word_finds_nothing_and_breaks_nothing(client: Client, office: WardOffice, words: str) -> None:
    page = client.get("/search/", {"q": words}, headers={"accept-language": "en"})
    assert page.status_code == 200
    assert ("Nothing was found" in words_of(page.content.decode())) == bool(words.replace("\0", "").strip())


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(
    client: Client, office: WardOffice, rows: int, django_assert_num_queries: Any
) -> None:
    for _each in range(rows):
        office.publish("The drain overflows.")
        promise_of(office, "The drain will be cleaned.")
        published_activity(office.ward, "New drain covers")
    with django_assert_num_queries(9):
        client.get("/search/", {"q": "drain"})
