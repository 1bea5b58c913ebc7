"""What everybody sees of activities: words in their language, photographs, a freeze, objections, files, calendars."""

import csv
import io
import json
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from moderation.matters.screening import approve_matter
from sessions.activities.answered_matters import read_answers
from sessions.activities.photos import hide_activity_photo
from sessions.activities.writing import change_activity, withdraw_activity
from sessions.models import Activity, Appointment, Matter
from tests.factories.activities import drafted, freeze_of, published, said, shown, with_photo
from tests.factories.matters import PLACE, WardOffice, make_ward_office, on_day
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

TODAY = date(2027, 3, 2)
PLANNED = date(2027, 3, 10)


@pytest.fixture(autouse=True)
def _in_march(office: WardOffice) -> Any:
    Appointment.objects.update(from_on=date(2026, 1, 1))
    with on_day(TODAY):
        yield


def get(address: str, language: str = "en", status: int = 200) -> str:
    answer = Client().get(address, headers={"accept-language": language})
    assert answer.status_code == status
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return unescape(content.decode())


def events_of(address: str) -> list[Any]:
    return list(Calendar.from_ical(get(address)).walk("VEVENT"))


def page_of(activity: Activity) -> str:
    return f"/activities/{activity.number}/"


def plan(office: WardOffice, title: str = "New lamp", **fields: Any) -> Activity:
    return published(office, said(title, is_planned=True, on_day=PLANNED, **fields))


def test_words_come_in_the_readers_language_or_say_that_they_do_not(office: WardOffice) -> None:
    facts = said(titles={"en": "Clean drain", "bn": "পরিষ্কার নালা"}, texts={"en": "Done.", "bn": "হয়ে গেছে।"})
    activity = published(office, facts)
    assert "পরিষ্কার নালা" in get(page_of(activity), "bn")
    page = get(page_of(activity), "ur")
    assert "Clean drain" in page
    assert 'lang="en"' in page
    assert "The office has not written this in your language." not in get(page_of(activity), "en")
    assert Client().get(f"/activities/{activity.number.lower()}/").headers["Location"] == page_of(activity)


def test_a_draft_and_what_does_not_exist_are_not_found(office: WardOffice) -> None:
    for number in (drafted(office).number, "95-A-2027-99"):
        get(f"/activities/{number}/", status=404)


def test_money_source_place_and_what_it_answers(office: WardOffice) -> None:
    matter = office.publish()
    place: dict[str, Any] = {"lat": PLACE["lat"], "lon": PLACE["lon"], "landmark": PLACE["landmark"]}
    facts = said(
        amount_paise=12_500_050,
        budget_line="Drainage 2027",
        source_link="https://kmc.in/order",
        category=office.category,
        answered=read_answers(matter.number, office.ward),
        **place,
    )
    page = get(page_of(published(office, facts)))
    for words in (
        "₹1,25,000.50",
        "Drainage 2027",
        "https://kmc.in/order",
        f"/matters/{matter.number}/",
        "at=22.4989,88.3712",
    ):
        assert words in page
    office.step(matter, "withdraw")
    assert matter.number not in get(page_of(Activity.objects.get()))


def test_before_and_after_stand_side_by_side_once_they_are_looked_at(office: WardOffice) -> None:
    activity = published(office)
    photos = [
        with_photo(activity, office, moment=moment, colour=colour, alt=f"{moment}.")
        for moment, colour in (("before", "red"), ("after", "blue"), ("during", "green"))
    ]
    address = f"/activities/photos/{photos[0].pk}.{photos[0].version}.webp"
    get(address, status=404)
    assert "photos__pair" not in get(page_of(activity))
    for photo in photos:
        shown(photo, office)
    page = get(page_of(activity))
    assert page.count("<figure") == 3
    assert page.index('alt="before."') < page.index('alt="after."') < page.index('alt="during."')
    assert Client().get(address).headers["Content-Type"] == "image/webp"
    get(f"/activities/photos/{photos[0].pk}.000000000000.webp", status=404)
    hide_activity_photo(photos[0].pk, person=office.clerk, seen=photos[0].sha256)
    get(address, status=404)


@pytest.mark.long
def test_in_a_freeze_words_and_photos_are_hidden_and_come_back(office: WardOffice) -> None:
    done, planned = published(office, said("Clean drain", "Secret words.")), plan(office)
    photo = shown(with_photo(done, office), office)
    address = f"/activities/photos/{photo.pk}.{photo.version}.webp"
    freeze = freeze_of(office.ward, TODAY, date(2027, 3, 20))
    for page in (page_of(done), page_of(planned), "/activities/", "/activities/?ward=95"):
        words = get(page)
        assert "Hidden until 20 March 2027 because of the election: By-election." in words
        assert not any(said in words for said in ("Clean drain", "Secret words", "New lamp", "A clean drain"))
    assert "Planned for 10 March 2027" in get(page_of(planned))
    get(address, status=404)
    for file in (
        "/activities/export.csv",
        "/activities/export.json",
        "/feeds/activities.atom",
        "/calendar/ward-95.ics",
    ):
        assert not any(said in get(file) for said in ("Clean drain", "Secret words", "New lamp"))
    assert "Planned work" in get("/calendar/ward-95.ics")
    freeze.delete()
    assert "Secret words." in get(page_of(done))
    assert Client().get(address).status_code == 200


def test_a_boroughs_freeze_is_that_of_any_of_its_wards_and_another_borough_is_not_frozen(office: WardOffice) -> None:
    done = published(office, said("Clean drain"))
    freeze_of(make_ward_office(96).ward, TODAY, TODAY)
    assert "Clean drain" in get(page_of(done))


def test_earlier_words_can_be_read_and_withdrawn_ones_cannot(office: WardOffice) -> None:
    activity = published(office, said("Cleaned 300 m"))
    change_activity(activity.pk, said("Cleaned 200 m"), person=office.clerk, version=2)
    page = get(page_of(activity))
    assert "Cleaned 300 m" not in page
    assert "?version=2" in page
    assert "Cleaned 300 m" in get(f"{page_of(activity)}?version=2")
    for unknown in ("1", "zzz", "৩", "9" * 50):
        assert "As it was published" not in get(f"{page_of(activity)}?version={unknown}")
    withdraw_activity(activity.pk, person=office.clerk, version=3, reason="Another lane.")
    page = get(f"{page_of(activity)}?version=2")
    assert "Another lane." in page
    assert "Cleaned" not in page


def test_a_resident_says_that_it_is_not_so_and_that_stands_there_once_it_is_public(office: WardOffice) -> None:
    activity = published(office, said("Clean drain", category=office.category, landmark="Bus stand"))
    assert "about=95-A-2027-1" in get(page_of(activity))
    client = client_of(office.resident)
    form = client.get(f"/matters/new/?kind=complaint&about={activity.number}", headers={"accept-language": "en"})
    page = form.content.decode()
    assert f'name="about" value="{activity.number}"' in page
    assert "Bus stand" in page
    assert f'<option value="{office.category.slug}" selected>' in page
    given = {
        "kind": "complaint",
        "category": office.category.slug,
        "ward": "95",
        "about": activity.number,
        "do": "send",
        "text": "The drain is as full as before.",
        "place_landmark": "Bus stand",
    }
    client.post("/matters/new/", given)
    matter = Matter.objects.get()
    assert matter.about_activity == activity
    assert "as full as before" not in get(page_of(activity))
    approve_matter(matter.pk, moderator=office.moderator, version=matter.version)
    assert "as full as before" in get(page_of(activity))
    assert activity.number in get(f"/matters/{matter.number}/")


def test_the_list_is_filtered(office: WardOffice) -> None:
    there = make_ward_office(96)
    Appointment.objects.update(from_on=date(2026, 1, 1))
    published(office, said("Clean drain", category=office.category))
    plan(office)
    published(there, said("Far bench"))

    def titles(query: str) -> set[str]:
        page = get(f"/activities/?{query}")
        return {title for title in ("Clean drain", "New lamp", "Far bench") if title in page}

    assert titles("") == {"Clean drain", "New lamp", "Far bench"}
    assert titles("ward=৯৫") == {"Clean drain", "New lamp"}
    assert titles("kind=planned") == {"New lamp"}
    assert titles(f"category={office.category.slug}") == {"Clean drain"}
    assert titles("year=2026") == set()
    assert titles("borough=X&kind=done") == {"Clean drain", "Far bench"}
    assert titles("kind=not_reported") == set()
    with on_day(date(2027, 3, 12)):
        assert titles("kind=not_reported") == {"New lamp"}
        assert "Planned for 10 March 2027, no report yet" in get("/activities/")


@pytest.mark.long
def test_pages_are_light_and_lead_to_older_ones(office: WardOffice) -> None:
    for each in range(22):
        published(office, said(f"Work {each:02}", "The crew cleaned the drain by the school. " * 30))
    page = get("/activities/")
    assert len(page.encode()) < 40_000
    assert "Work 21" in page
    assert "Work 01" not in page
    older = get("/activities/?before=95-A-2027-3")
    assert "Work 01" in older
    assert "Work 02" not in older


def test_the_files_say_what_the_pages_say(office: WardOffice) -> None:
    matter = office.publish()
    published(office, said("=1+1", amount_paise=500, answered=read_answers(matter.number, office.ward)))
    [row] = csv.DictReader(io.StringIO(get("/activities/export.csv").lstrip("\ufeff")))
    assert (row["number"], row["amount_rupees"], row["matters"]) == ("95-A-2027-1", "5", matter.number)
    assert not row["title_en"].startswith("=")
    [fact] = json.loads(get("/activities/export.json"))["activities"]
    assert (fact["title_en"], fact["ward"], fact["hidden_until"]) == ("=1+1", 95, "")


def test_planned_work_stands_in_the_calendar_and_its_feeds(office: WardOffice) -> None:
    activity = plan(office, category=office.category)
    for page in ("/wards/95/calendar/", "/calendar/2027-03/"):
        assert "New lamp" in get(page)
    [event] = events_of("/calendar/ward-95.ics")
    assert (event["dtstart"].dt, event["dtend"].dt) == (PLANNED, date(2027, 3, 11))
    assert [str(each) for each in event["categories"].cats] == ["Planned work", "Drains"]
    assert event["sequence"] == activity.version
    assert "New lamp" in get("/feeds/ward-95.atom")
    withdraw_activity(activity.pk, person=office.clerk, version=activity.version, reason="No money.")
    [event] = events_of("/calendar/ward-95.ics")
    assert event["status"] == "CANCELLED"
    assert "New lamp" not in get("/calendar/ward-95.ics") + get("/feeds/ward-95.atom") + get("/wards/95/calendar/")


def grid_cell(day: date, language: str = "en") -> str:
    page = " ".join(get(f"/calendar/{day:%Y-%m}/", language).split())
    table = page.partition('<table class="month">')[2].partition("</table>")[0]
    cells = [cell for cell in table.split("<td") if f'datetime="{day}"' in cell]
    return cells[0] if cells else ""


def test_planned_work_stands_in_its_day_of_the_grid(office: WardOffice) -> None:
    both: dict[str, Any] = {
        "titles": {"en": "New lamp", "bn": "নতুন বাতি"},
        "texts": {"en": "At the gate.", "bn": "গেটের কাছে।"},
    }
    first, second = plan(office, **both), plan(office, "New bench")
    cell = grid_cell(PLANNED)
    assert (cell.count('class="month__work"'), cell.count('class="month__few"')) == (2, 1)
    for activity, title in ((first, "New lamp"), (second, "New bench")):
        assert f'href="#work-{activity.pk}"' in cell
        assert f'<span class="month__title" lang="en" dir="auto">{title}</span>' in cell
    assert '<span class="sr-only">Planned work: </span>2' in cell
    assert 'lang="bn" dir="auto">নতুন বাতি' in grid_cell(PLANNED, "bn")
    assert 'lang="en" dir="auto">New bench' in grid_cell(PLANNED, "ur")
    assert "month__work" not in grid_cell(date(2027, 3, 11))
    assert 'class="month"' not in get("/calendar/2027-04/")


def test_in_a_freeze_the_grid_says_only_that_something_is_planned(office: WardOffice) -> None:
    plan(office, "Secret lamp")
    freeze_of(office.ward, TODAY, PLANNED)
    assert "Secret" not in get("/calendar/2027-03/")
    assert '<span class="month__title" lang="en" dir="auto">Planned work</span>' in grid_cell(PLANNED)


def test_the_feed_has_what_it_is_about_as_categories(office: WardOffice) -> None:
    published(office, said("Clean drain", category=office.category))
    feed = get("/feeds/activities-95.atom")
    assert 'term="drains"' in feed
    assert "Ward 95: Clean drain" in feed
    assert "Clean drain" not in get("/feeds/activities.atom?kind=planned")


def test_the_number_of_an_activity_has_the_same_digits_for_everybody(office: WardOffice) -> None:
    """The number as it is typed into a form, read out on the phone and written on a sheet."""
    activity = published(office, said())
    in_bengali = activity.number.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    for address in (page_of(activity), "/activities/"):
        assert f">{activity.number}<" in get(address, "bn"), address
        assert in_bengali not in get(address, "bn"), address
    resident = client_of(office.resident)
    form = resident.get(f"/matters/new/?about={activity.number}", headers={"accept-language": "bn"}).text
    assert in_bengali not in form
