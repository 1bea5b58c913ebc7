"""The office writes about its work on its pages, and others look at the photographs; no scripts."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sessions.models import Activity, ActivityPhoto, ActivityState, Appointment, Duty, PhotoState
from sessions.platform.photos import storage
from tests.factories.activities import drafted, freeze_of, published, said, with_photo
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.planning_desk import client_of
from tests.sessions.platform.photos.files import file_of, plain

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}
NEW = "/office/activities/new/"
FORM: dict[str, Any] = {
    "kind": "done",
    "owner": "ward-95",
    "title_en": "The drain is clean",
    "text_en": "Three hundred metres.",
    "on_day": "২০২৭-০৩-০২",
    "amount": "১,২৫,০০০",
    "ref": "9f0fb34c-0d3c-4a8e-9d61-0e1f7f6a1a01",
    "place_landmark": "Bijoygarh bus stand",
}


@pytest.fixture(autouse=True)
def _in_march(office: WardOffice) -> Any:
    Appointment.objects.update(from_on=date(2026, 1, 1))
    with on_day(date(2027, 3, 2)):
        yield


def get(person: Any, address: str) -> str:
    answer = client_of(person).get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def post(person: Any, address: str, **given: Any) -> Any:
    return client_of(person).post(address, given, headers=ENGLISH)


def page_of(activity: Activity) -> str:
    return f"/office/activities/{activity.number}/"


def test_a_draft_is_written_once_and_says_which_languages_are_missing(office: WardOffice) -> None:
    for _each in range(2):
        assert post(office.official, NEW, **FORM).status_code == 302
    activity = Activity.objects.get()
    assert (activity.amount_paise, activity.landmark) == (12_500_000, "Bijoygarh bus stand")
    page = get(office.clerk, page_of(activity))
    assert "Not written yet in: Bengali, Hindi and Urdu." in page
    assert "The drain is clean" in get(office.councillor, "/office/activities/")


@pytest.mark.long
@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("amount", "-5", "That is not an amount in rupees."),
        ("amount", "9" * 13, "That is more than the city can spend."),
        ("on_day", "2027-03-03", "This day has not come yet."),
        ("on_day", "soon", "That is not a day."),
        ("source_link", "http://kmc.in", "That is not a web address."),
        ("answers", "95-2027-0001", "There is nothing public with the number 95-2027-0001."),
        ("title_bn", "নালা", "Write the words in Bengali, too"),
        ("text_en", "a" * 1501, "That is 1 character too long."),
        ("place_landmark", "b" * 121, "That is 1 character too long."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    office: WardOffice, field: str, written: str, said: str
) -> None:
    answer = post(office.official, NEW, **(FORM | {field: written}))
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said in page
    assert "Three hundred metres." in page or field == "text_en"
    assert not Activity.objects.exists()


def test_planned_for_a_day_that_is_past_and_a_promise_of_another_ward(office: WardOffice) -> None:
    answer = post(office.official, NEW, **(FORM | {"kind": "planned", "on_day": "2027-03-01"}))
    assert "This day is past." in answer.content.decode()
    there = make_ward_office(96).publish()
    answer = post(office.official, NEW, **(FORM | {"answers": there.number}))
    assert f"{there.number} is of another ward." in answer.content.decode()


def test_a_press_on_the_map_saves_nothing_and_keeps_the_words(office: WardOffice) -> None:
    answer = post(office.official, NEW, **(FORM | {"place_do": "closer"}))
    assert answer.status_code == 200
    assert "Three hundred metres." in answer.content.decode()
    assert not Activity.objects.exists()


@pytest.mark.row("threat", 47)
def test_the_landmark_and_why_it_is_withdrawn_are_looked_at_twice(office: WardOffice) -> None:
    private = {"place_landmark": "Ramesh, 98300 12345"}
    asked = post(office.official, NEW, **(FORM | private))
    assert (asked.status_code, Activity.objects.count()) == (422, 0)
    assert ("This seems to contain a phone number." in asked.text, 'name="confirmed"' in asked.text) == (True, True)
    assert post(office.official, NEW, **(FORM | private), confirmed="on").status_code == 302
    activity = Activity.objects.get()
    post(office.official, page_of(activity), do="publish", version="1")
    withdrawn = {"do": "withdraw", "version": "2", "reason": "Ramesh Das is a thief."}
    asked = post(office.official, page_of(activity), **withdrawn)
    activity.refresh_from_db()
    assert (asked.status_code, activity.state) == (422, ActivityState.PUBLISHED)
    assert '<input type="checkbox" name="confirmed"' in asked.text
    post(office.official, page_of(activity), **withdrawn, confirmed="yes")
    activity.refresh_from_db()
    assert activity.state == ActivityState.WITHDRAWN


def test_published_corrected_and_withdrawn(office: WardOffice) -> None:
    activity = drafted(office)
    post(office.official, page_of(activity), do="publish", version="1")
    activity.refresh_from_db()
    assert activity.state == ActivityState.PUBLISHED
    changed = FORM | {"do": "save", "text_en": "Two hundred metres."}
    post(office.clerk, page_of(activity), version="2", **changed)
    stale = post(office.official, page_of(activity), version="2", **(changed | {"text_en": "One."}))
    page = unescape(stale.content.decode())
    assert stale.status_code == 409
    assert "Somebody else has changed this" in page
    assert "Two hundred metres." in page
    assert "One." in page
    assert post(office.official, page_of(activity), do="withdraw", version="3", reason="").status_code == 422
    post(office.official, page_of(activity), do="withdraw", version="3", reason="Another lane.")
    activity.refresh_from_db()
    assert activity.state == ActivityState.WITHDRAWN
    assert "Another lane." in get(office.official, page_of(activity))


def test_in_a_freeze_the_page_says_why_and_keeps_the_draft(office: WardOffice) -> None:
    activity = drafted(office)
    freeze_of(None, date(2027, 3, 1), date(2027, 3, 20))
    answer = post(office.official, page_of(activity), do="publish", version="1")
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Until 20 March 2027 nothing can be published or corrected here" in page
    assert "There is an election freeze" in get(office.official, "/office/activities/")
    activity.refresh_from_db()
    assert activity.state == ActivityState.DRAFT


def send_photo(person: Any, activity: Activity, **given: Any) -> Any:
    form = {
        "do": "photo",
        "moment": "after",
        "alt": "A clean drain.",
        "photo": SimpleUploadedFile("drain.jpg", file_of(plain()), "image/jpeg"),
    }
    return post(person, page_of(activity), **(form | given))


@pytest.mark.slow
def test_a_photo_is_added_and_shown_by_a_second_person_alone(office: WardOffice) -> None:
    activity = published(office)
    assert send_photo(office.official, activity).status_code == 302
    photo = ActivityPhoto.objects.get()
    assert "I have looked at it" not in get(office.official, page_of(activity))
    assert "A clean drain." in get(office.moderator, "/office/activities/photos/")
    assert "A clean drain." not in get(office.official, "/office/activities/photos/")
    decision = {"do": "show", "photo": str(photo.pk), "seen": photo.sha256}
    post(office.official, "/office/activities/photos/", **decision)
    photo.refresh_from_db()
    assert photo.state == PhotoState.WAITING
    post(office.moderator, "/office/activities/photos/", **decision)
    photo.refresh_from_db()
    assert photo.state == PhotoState.SHOWN


@pytest.mark.long
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"alt": ""}, "This is needed."),
        ({"photo": SimpleUploadedFile("a.png", file_of(plain()), "image/png")}, "another type than its name says"),
        ({"photo": SimpleUploadedFile("a.jpg", b"<svg xmlns='x'/>", "image/jpeg")}, "a drawing (SVG)"),
        ({"photo": SimpleUploadedFile("a.jpg", b"", "image/jpeg")}, "This file is empty."),
        ({"photo": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + b"a" * 8_388_608, "image/jpeg")}, "larger than 8 MB"),
        ({"taken_on": "2027-03-03"}, "This day has not come yet."),
        ({"moment": "later"}, "Select a valid choice."),
    ],
)
def test_a_photo_that_is_none_is_refused_and_its_words_stay(
    office: WardOffice, given: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = drafted(office)
    for file in (each for each in given.values() if isinstance(each, SimpleUploadedFile)):
        file.seek(0)
    answer = send_photo(office.official, activity, **given)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said in page
    assert "A clean drain." in page or "alt" in given
    assert not ActivityPhoto.objects.exists()


@pytest.mark.slow
def test_a_full_disk_is_told_and_nothing_is_saved(office: WardOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: Any) -> None:
        raise OSError(storage.NO_SPACE[0], "No space left on device")

    monkeypatch.setattr(storage, "write_picture", full)
    answer = send_photo(office.official, drafted(office))
    assert "The server cannot store photos at the moment." in unescape(answer.content.decode())
    assert not ActivityPhoto.objects.exists()


def test_what_was_planned_and_not_reported_comes_first(office: WardOffice) -> None:
    published(office, said("Planned lamp", is_planned=True, on_day=date(2027, 3, 10)))
    drafted(office, said("A draft"))
    with on_day(date(2027, 3, 12)):
        page = get(office.official, "/office/activities/")
        assert page.index("Planned for 10 March 2027, no report yet") < page.index("A draft")


def test_an_accepted_suggestion_becomes_a_planned_activity(office: WardOffice) -> None:
    matter = office.publish("A bench by the pond.", kind="suggestion")
    office.step(matter, "review")
    office.step(matter, "accept")
    address = f"{NEW}?answers={matter.number}"
    assert address in get(office.official, f"/office/{matter.number}/")
    page = get(office.official, address)
    assert f'value="{matter.number}"' in page
    assert 'value="planned" id="id_kind_1" checked' in page or 'value="planned" class' in page


def test_other_offices_and_residents_find_nothing(office: WardOffice) -> None:
    activity, there = drafted(office), make_ward_office(96)
    photo = with_photo(activity, office)
    assert client_of(there.official).get(page_of(activity)).status_code == 404
    assert client_of(there.moderator).get(f"/office/activities/photos/{photo.pk}/").status_code == 404
    assert client_of(office.resident).get("/office/activities/").status_code == 403
    assert client_of(office.moderator).get("/office/activities/").status_code == 403
    assert client_of(office.moderator).get(f"/office/activities/photos/{photo.pk}/").status_code == 200


def test_people_of_a_borough_write_for_it_too(office: WardOffice) -> None:
    engineer = make_person("engineer")
    Appointment.objects.create(
        person=engineer, duty=Duty.OFFICIAL, borough=office.ward.borough, from_on=timezone.localdate() - timedelta(1)
    )
    assert "Borough X" in get(engineer, NEW)
    post(engineer, NEW, **(FORM | {"owner": "borough-X"}))
    assert Activity.objects.get().number == "X-A-2027-1"
    assert "Bijoygarh bus stand" in get(engineer, "/office/activities/X-A-2027-1/")
    post(office.official, NEW, **(FORM | {"owner": "borough-X", "ref": ""}))
    assert Activity.objects.filter(ward=office.ward).count() == 1
