"""What everybody sees: pages, files and feeds say the same, and nothing that betrays who complained."""

import csv
import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from sessions.matters.public.facts import MATTER_COLUMNS
from sessions.matters.public.figures import matter_figures_of_ward
from sessions.matters.public.filters import MatterFilter
from sessions.matters.public.listing import list_matters
from sessions.matters.steps import lock_matter, take_matter_step
from sessions.matters.supporting.support import support_matter
from sessions.models import Matter, MatterText
from sessions.models.matters.transitions import By
from tests.factories.matters import PLACE, WardOffice, make_category, make_ward_office, on_day

pytestmark = pytest.mark.costly


def numbers(query: dict[str, str], **more: Any) -> list[str]:
    page = list_matters(MatterFilter.from_query(query), today=timezone.localdate(), **more)
    return [facts.number for facts in page.rows]


def csv_rows(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    content = response.getvalue() if response.streaming else response.content
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def test_the_list_is_newest_first_in_pages_that_later_ones_do_not_move(office: WardOffice) -> None:
    made = [office.publish(f"Drain {each}").number for each in range(5)]
    first = list_matters(MatterFilter(), per_page=2, today=timezone.localdate())
    assert [facts.number for facts in first.rows] == made[:2:-1]
    office.publish("A newer one")
    assert numbers({}, before=first.older, per_page=2) == [made[2], made[1]]
    assert numbers({}, before="no number") == numbers({})


def test_each_filter_leaves_what_it_says(office: WardOffice) -> None:
    with on_day(date(2027, 3, 1)):
        late = office.publish("A drain", kind="complaint")
    with on_day(date(2027, 5, 3)):
        idea = office.publish("Trees please", kind="suggestion")
        other = make_ward_office(96)
        other.category = make_category("lamps")
        lamp = other.publish("A lamp")
        office.lodge("Nobody may read this one")
        done = office.publish("Done already")
        office.step(done, "claim_done")
        everything = [done.number, lamp.number, idea.number, late.number]
        assert numbers({}) == numbers({"ward": "x", "state": "waiting", "kind": "z", "age": "8"}) == everything
        assert numbers({"ward": "96"}) == numbers({"ward": "৯৬"}) == numbers({"category": "lamps"}) == [lamp.number]
        assert numbers({"kind": "suggestion"}) == [idea.number]
        assert numbers({"state": "claimed_done"}) == [done.number]
        assert done.number not in numbers({"state": "in_work"})
        assert numbers({"overdue": "1"}) == numbers({"age": "30"}) == [late.number]
        borough = office.ward.borough
        assert borough is None or numbers({"borough": borough.code})[-1] == late.number


def test_words_are_found_in_any_script_by_their_beginning_and_side_by_side(office: WardOffice) -> None:
    bengali = office.publish("আমাদের গলিতে জল জমে থাকে", landmark="বিজয়গড়").number
    latin = office.publish("Pump house road floods", landmark="School gate").number
    assert numbers({"q": "jol jome"}) == [bengali]
    assert numbers({"q": "जल जमे"}) == [bengali]
    assert numbers({"q": "pump hou"}) == numbers({"q": '"pump house"'}) == numbers({"q": "gate"}) == [latin]
    assert numbers({"q": '"house pump"'}) == numbers({"q": "***"}) == numbers({"q": "nowhere"}) == []


def test_masked_and_removed_words_are_not_found(office: WardOffice) -> None:
    matter = office.publish("Call 9830012345 about it")
    matter.masked = [{"start": 5, "end": 15}]
    matter.save()
    assert numbers({"q": "9830012345"}) == []
    office.step(matter, "take_down")
    assert not MatterText.objects.exists()


def test_a_place_that_betrays_its_author_is_told_by_its_landmark_everywhere(office: WardOffice, client: Client) -> None:
    office.category.is_place_hidden = True
    office.category.save()
    number = office.publish("A floor too many").number
    for address in (
        f"/matters/{number}/",
        "/matters/",
        "/matters/map/?ward=95",
        "/matters/export.csv",
        "/matters/export.json",
        "/feeds/matters-95.atom",
        f"/feeds/matter-{number}.atom",
    ):
        response = client.get(address)
        content = (response.getvalue() if response.streaming else response.content).decode()
        assert str(PLACE["lat"]) not in content, address
        assert str(PLACE["lon"]) not in content, address
    assert str(PLACE["landmark"]) in client.get(f"/matters/{number}/").content.decode()


def test_a_page_tells_state_deadline_history_and_support(office: WardOffice, client: Client) -> None:
    with on_day(date(2027, 3, 1)):
        matter = office.publish("The drain overflows", author=office.resident)
        office.step(matter, "acknowledge", agency="Drainage")
        support_matter(matter.pk, office.neighbours[0])
        page = client.get(f"/matters/{matter.number}/").content.decode()
    for words in ("The drain overflows", "Acknowledged", "It should be resolved by", "Drainage", "Bijoygarh bus stand"):
        assert words in page
    with on_day(date(2027, 3, 31)):
        assert "Overdue since 31 March" in client.get(f"/matters/{matter.number}/").content.decode()


def test_what_is_gone_keeps_its_page_with_its_history_and_without_its_words(office: WardOffice, client: Client) -> None:
    matter = office.publish("These words go")
    office.step(matter, "take_down", text="And these")
    page = client.get(f"/matters/{matter.number}/").content.decode()
    assert "Removed by a moderator" in page
    assert "These words go" not in page
    assert "And these" not in page
    assert "These words go" not in client.get(f"/feeds/matter-{matter.number}.atom").content.decode()
    assert client.get("/matters/95-2027-9999/").status_code == 404
    assert client.get(f"/matters/{office.lodge('Secret').number}/").status_code == 404


def test_a_number_is_found_as_people_write_it(office: WardOffice, client: Client) -> None:
    number = office.publish().number
    ward, year, _serial = number.split("-")
    response = client.get(f"/matters/{ward}-{year}-1/")
    assert (response.status_code, response["Location"]) == (302, f"/matters/{number}/")


def test_me_too_needs_a_person_and_says_what_is_wrong(office: WardOffice, client: Client) -> None:
    number = office.publish().number
    assert "/sign-in/" in client.post(f"/matters/{number}/support/", {"do": "me_too"})["Location"]
    client.force_login(office.neighbours[0])
    for do, count in (("me_too", 1), ("me_too", 1), ("take_back", 0)):
        client.post(f"/matters/{number}/support/", {"do": do, "lat": "nan", "lon": "1e999"})
        assert Matter.objects.get().support == count
    client.force_login(office.resident)
    page = client.post(f"/matters/{number}/support/", {"do": "me_too"}, follow=True).content.decode()
    assert "You sent this yourself" in page


def test_files_hold_the_same_facts_as_the_pages_and_no_cell_is_computed(office: WardOffice, client: Client) -> None:
    with on_day(date(2027, 3, 1)):
        matter = office.publish("=HYPERLINK(1)")
        office.step(matter, "claim_done")
        office.publish("Another", kind="suggestion")
    rows = csv_rows(client, "/matters/export.csv?kind=complaint")
    document = json.loads(client.get("/matters/export.json?kind=complaint").getvalue())
    assert [row["number"] for row in rows] == [row["number"] for row in document["matters"]] == [matter.number]
    assert tuple(rows[0]) == MATTER_COLUMNS
    assert rows[0]["text"] == "'=HYPERLINK(1)"
    assert document["matters"][0]["text"] == "=HYPERLINK(1)"
    assert (rows[0]["state"], document["matters"][0]["claimed_at"][:10]) == ("claimed_done", "2027-03-01")
    assert matter.receipt not in str(document) + str(rows)


def test_an_export_of_several_batches_misses_and_repeats_nothing(
    office: WardOffice, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.matters.public.export.CHUNK", 2)
    made = {office.publish(f"Drain {each}").number for each in range(5)}
    rows = [row["number"] for row in csv_rows(client, "/matters/export.csv")]
    assert set(rows) == made
    assert len(rows) == len(made)
    assert len(json.loads(client.get("/matters/export.json").getvalue())["matters"]) == len(made)
    assert json.loads(client.get("/matters/export.json?ward=89").getvalue())["matters"] == []


def test_figures_count_what_stands_and_working_days(office: WardOffice, client: Client) -> None:
    with on_day(date(2027, 3, 1)):
        claimed, confirmed, refused, _late, gone = (office.publish(f"Drain {each}") for each in range(5))
        office.step(refused, "refuse")
        office.step(gone, "withdraw")
    with on_day(date(2027, 3, 8)):
        office.step(claimed, "claim_done")
        office.step(confirmed, "claim_done")
    with on_day(date(2027, 3, 15)):
        office.step(confirmed, "confirm")
    with on_day(date(2027, 4, 1)):
        figures = matter_figures_of_ward(office.ward, timezone.localdate())["complaint", "all", ""]
        rows = csv_rows(client, "/matters/figures.csv?ward=95")
        page = client.get("/matters/figures/?ward=95").content.decode()
        document = client.get("/matters/figures.json?ward=95").json()["figures"]
    assert (figures.published, figures.open, figures.overdue, figures.others) == (5, 1, 1, 1)
    assert [figures.count(each) for each in ("claimed", "confirmed", "unconfirmed", "not_possible")] == [1, 1, 0, 1]
    assert (figures.median_claimed, figures.median_confirmed) == (5, 10)
    assert [row["of"] for row in rows if row["kind"] == "complaint"] == ["", "drains", "2027-03"]
    assert (rows[0]["open"], float(rows[0]["median_days_confirmed"])) == ("1", 10.0)
    assert document[0]["not_possible"] == 1
    assert "It counts as not done" in page
    assert client.get("/matters/figures.csv").status_code == 404


def test_empty_pages_say_what_will_stand_there(office: WardOffice, client: Client) -> None:
    assert "as soon as a moderator has read it" in client.get("/matters/").content.decode()
    assert "has a place on the map yet" in client.get("/matters/map/").content.decode()
    assert "No complaint is published yet" in client.get("/matters/figures/").content.decode()
    assert "None is published yet" in client.get("/wards/95/").content.decode()


def test_the_page_of_a_ward_counts_open_and_overdue(office: WardOffice, client: Client) -> None:
    with on_day(date(2027, 3, 1)):
        office.publish()
    with on_day(date(2027, 4, 1)):
        page = client.get("/wards/95/").content.decode()
    assert "/matters/?ward=95" in page


def test_feeds_have_categories_and_the_same_bytes_for_the_same_state(office: WardOffice, client: Client) -> None:
    number = office.publish("The drain overflows").number
    feed = client.get("/feeds/matters-95.atom")
    assert '<category term="drains"' in feed.content.decode()
    assert '<category term="open"' in feed.content.decode()
    again = client.get("/feeds/matters-95.atom", headers={"if-none-match": feed["ETag"]})
    assert again.status_code == 304
    assert "Published, after a moderator read it" in client.get(f"/feeds/matter-{number}.atom").content.decode()


@pytest.mark.long
def test_pages_take_few_queries_however_many_there_are(
    office: WardOffice, client: Client, django_assert_max_num_queries: Any
) -> None:
    for each in range(25):
        office.publish(f"Drain {each}")
    for address, most in (("/matters/?ward=95", 8), ("/matters/map/?ward=95", 12), ("/feeds/matters-95.atom", 6)):
        with django_assert_max_num_queries(most):
            response = client.get(address)
        assert len(response.content) < 40 * 1024, address


def test_a_merged_one_leads_to_the_other(office: WardOffice, client: Client) -> None:
    into, merged = office.publish("First"), office.publish("Second")
    with transaction.atomic():
        locked = lock_matter(merged.pk)
        locked.merged_into = into
        take_matter_step(locked, "merge", by=By.MODERATOR, told={"into": into.number})
    page = client.get(f"/matters/{merged.number}/").content.decode()
    assert f"/matters/{into.number}/" in page
    assert "Second" not in page
