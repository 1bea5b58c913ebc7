"""The form of a complaint or suggestion as a browser without scripts sends it: nothing that was typed is lost."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chatserver.accounts.models import User
from sessions.city.people.consents import agree
from sessions.contract.label_uses import LabelUse
from sessions.contract.limits import MAX_ALT_GRAPHEMES
from sessions.matters.categories import load_starter_categories
from sessions.matters.lodging.photo_allowance import PhotoAllowance
from sessions.models import Category, Matter, MatterPhoto, MatterSupport
from sessions.platform.text.text_input import clean_line
from tests.factories.evening import make_person, make_ward
from tests.factories.matters import WardOffice, make_category
from tests.sessions.platform.photos.files import corners, file_of

pytestmark = pytest.mark.costly

NEW = "/matters/new/"
WORDS = "স্কুলের পাশের নালা উপচে পড়ছে।"


@pytest.fixture
def client_of_resident(office: WardOffice, client: Client) -> Client:
    client.force_login(office.resident)
    return client


def fields(**changed: Any) -> dict[str, Any]:
    given = {"kind": "complaint", "category": "drains", "text": WORDS, "ward": "৯৫", "do": "look"}
    return given | {"ref": "6d3b0f6e-58b7-4a43-9a31-6f8f6a2f7e10", "place_landmark": "ঝোড়া ব্রিজ"} | changed


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, file_of(corners()), content_type="image/jpeg")


def page_of(response: Any) -> str:
    return unescape(response.content.decode())


def value_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def test_it_is_lodged_and_shown_with_number_receipt_and_deadlines(client_of_resident: Client) -> None:
    response = client_of_resident.post(NEW, fields())
    matter = Matter.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/me/matters/{matter.number}/?new")
    assert (matter.text, matter.language, matter.landmark, matter.ward.number) == (WORDS, "bn", "ঝোড়া ব্রিজ", 95)
    page = page_of(client_of_resident.get(response["Location"]))
    for shown in (matter.number, matter.receipt, WORDS, "one working day", "21 working days"):
        assert shown in page, shown
    assert client_of_resident.post(NEW, fields())["Location"] == response["Location"]
    assert Matter.objects.count() == 1


def test_each_error_stands_beside_its_field_and_all_words_are_kept(client_of_resident: Client) -> None:
    response = client_of_resident.post(NEW, fields(category="no-such", ward="9999", text="x" * 1001))
    page = page_of(response)
    assert response.status_code == 422
    assert all(f'id="{name}-error"' in page for name in ("category", "ward", "text"))
    assert "x" * 1001 in page
    empty = page_of(client_of_resident.post(NEW, fields(text=" ", kind="")))
    assert 'id="text-error"' in empty
    assert "ঝোড়া ব্রিজ" in empty
    assert not Matter.objects.exists()


def test_words_are_cleaned_and_what_shows_nothing_is_refused(client_of_resident: Client) -> None:
    empty = client_of_resident.post(NEW, fields(text=" \u200b "))
    assert (empty.status_code, 'id="text-error"' in page_of(empty)) == (422, True)
    client_of_resident.post(NEW, fields(text="  The lamp is out.\r\n ", place_landmark=" near  the bridge "))
    matter = Matter.objects.get()
    assert (matter.text, matter.landmark) == ("The lamp is out.", "near the bridge")


def test_photos_stay_through_errors_are_described_and_come_with_it(
    client_of_resident: Client, office: WardOffice
) -> None:
    wrong = client_of_resident.post(NEW, fields(text="", photos=[photo()]))
    reference = value_of(page_of(wrong), "kept_photo")
    assert client_of_resident.get(f"{NEW}photo/{reference}/")["Content-Type"] == "image/webp"
    stranger = Client()
    stranger.force_login(office.neighbours[0])
    assert stranger.get(f"{NEW}photo/{reference}/").status_code == 404
    again = fields(kept_photo=[reference], kept_alt=["A full drain"])
    assert client_of_resident.post(NEW, again).status_code == 302
    kept = MatterPhoto.objects.get()
    assert (kept.alt, kept.state, (kept.width, kept.height)) == ("A full drain", "waiting", (64, 32))
    assert stranger.post(NEW, fields(kept_photo=[reference], do="send")).status_code == 302
    assert MatterPhoto.objects.count() == 1


def test_what_a_photo_shows_is_kept_whole_in_a_script_of_conjuncts(client_of_resident: Client) -> None:
    alt = "ক্ষ্ম্যে" * MAX_ALT_GRAPHEMES
    reference = value_of(page_of(client_of_resident.post(NEW, fields(text="", photos=[photo()]))), "kept_photo")
    assert client_of_resident.post(NEW, fields(kept_photo=[reference], kept_alt=[alt])).status_code == 302
    assert MatterPhoto.objects.get().alt == clean_line(alt, max_graphemes=MAX_ALT_GRAPHEMES)


def test_a_description_that_is_too_long_is_told_beside_its_photo_and_stays(client_of_resident: Client) -> None:
    page = page_of(client_of_resident.post(NEW, fields(photos=[photo()])))
    alt = "x" * (MAX_ALT_GRAPHEMES + 1)
    response = client_of_resident.post(NEW, fields(kept_photo=[value_of(page, "kept_photo")], kept_alt=[alt]))
    assert (response.status_code, Matter.objects.count()) == (422, 0)
    assert value_of(page_of(response), "kept_alt") == alt
    assert "That is 1 character too long. Please shorten it." in page_of(response)


@pytest.mark.row("threat", 38)
def test_who_sends_photos_without_end_has_no_more_of_them_stored(
    client_of_resident: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("sessions.matters.pages.lodging.kept_photos.PHOTO_ALLOWANCE", PhotoAllowance(burst=1))
    for number in range(3):
        response = client_of_resident.post(NEW, fields(do="change", photos=[photo(f"{number}.jpg")]))
    assert "Many photos are arriving" in page_of(response)
    assert len(list((tmp_path / "photos").glob("*/*.webp"))) == 1


def test_who_sends_photos_is_asked_once_what_they_show(client_of_resident: Client) -> None:
    look = client_of_resident.post(NEW, fields(photos=[photo()]))
    page = page_of(look)
    assert (look.status_code, Matter.objects.count()) == (200, 0)
    assert WORDS in page
    sent = fields(do="send", kept_photo=[value_of(page, "kept_photo")], kept_alt=[""])
    assert client_of_resident.post(NEW, sent).status_code == 302
    assert MatterPhoto.objects.get().alt == ""


def test_a_bad_photo_is_refused_beside_its_field_and_can_be_left_out(client_of_resident: Client) -> None:
    bad = SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml")
    response = client_of_resident.post(NEW, fields(photos=[bad]))
    assert (response.status_code, 'id="photos-error"' in page_of(response)) == (422, True)
    assert WORDS in page_of(response)


@pytest.mark.long
def test_a_photo_can_be_removed_and_there_are_at_most_three(client_of_resident: Client) -> None:
    many = [SimpleUploadedFile(f"{n}.jpg", file_of(corners().rotate(90 * n)), "image/jpeg") for n in range(4)]
    page = page_of(client_of_resident.post(NEW, fields(do="change", photos=many)))
    references = re.findall(r'name="kept_photo" value="([^"]*)"', page)
    assert len(references) == 3
    fewer = fields(kept_photo=references, kept_alt=["", "", ""], remove_photo=references[0])
    assert (
        re.findall(r'name="kept_photo" value="([^"]*)"', page_of(client_of_resident.post(NEW, fewer)))
        == (references[1:])
    )


def test_a_visitor_signs_in_and_finds_the_words_again(office: WardOffice, client: Client) -> None:
    assert "photos" not in re.findall(r'type="file" id="(\w+)"', page_of(client.get(NEW)))
    response = client.post(NEW, fields())
    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=%2Fmatters%2Fnew%2F")
    client.force_login(office.resident)
    page = page_of(client.get(NEW))
    assert WORDS in page
    assert "ঝোড়া ব্রিজ" in page
    client.post(NEW, fields(ref=value_of(page, "ref")))
    assert Matter.objects.get().author == office.resident
    assert WORDS not in page_of(client.get(NEW))


def test_who_has_not_agreed_to_the_notice_does_so_and_comes_back(office: WardOffice, client: Client) -> None:
    newcomer = make_person("newcomer")
    client.force_login(newcomer)
    response = client.post(NEW, fields())
    assert response["Location"] == "/me/consent/?next=%2Fmatters%2Fnew%2F"
    agree(newcomer, language="bn", adult=True)
    assert WORDS in page_of(client.get(NEW))
    assert client.post(NEW, fields()).status_code == 302
    assert Matter.objects.get().author == newcomer


def test_the_fourth_of_a_day_is_refused_kindly_and_kept_for_tomorrow(client_of_resident: Client) -> None:
    for number in range(3):
        client_of_resident.post(NEW, fields(text=f"Number {number}", ref="", place_landmark=""))
    response = client_of_resident.post(NEW, fields(text="The fourth", ref="", place_landmark=""))
    assert (response.status_code, "tomorrow" in page_of(response)) == (429, True)
    assert "The fourth" in page_of(response)
    assert "The fourth" in page_of(client_of_resident.get(NEW))


@pytest.mark.long
@pytest.mark.row("threat", 46)
@pytest.mark.parametrize("leave", [("/sign-out/", {}), ("/me/privacy/erase/", {"sure": "on"})])
def test_who_leaves_a_shared_phone_leaves_no_words_for_the_next_person(
    client_of_resident: Client, office: WardOffice, leave: tuple[str, dict[str, str]]
) -> None:
    """What was refused for today is kept in the browser: for its writer, as long as they are signed in."""
    for number in range(4):
        client_of_resident.post(NEW, fields(text=f"Number {number}", ref="", place_landmark=""))
    assert "Number 3" in page_of(client_of_resident.get(NEW))
    assert client_of_resident.post(*leave).status_code == 302
    assert "Number 3" not in page_of(client_of_resident.get(NEW))
    client_of_resident.force_login(office.neighbours[0])
    assert "Number 3" not in page_of(client_of_resident.get(NEW))


def test_near_copies_are_offered_and_one_may_say_me_too_instead(office: WardOffice, client: Client) -> None:
    public = office.publish(WORDS, landmark="ঝোড়া ব্রিজ", lat=None, lon=None)
    client.force_login(office.neighbours[0])
    page = page_of(client.post(NEW, fields()))
    assert public.number in page
    instead = client.post(NEW, fields(support=str(public.pk)))
    assert (instead.status_code, instead["Location"]) == (302, f"/matters/{public.number}/?instead={fields()['ref']}")
    assert f'data-ref="{fields()["ref"]}"' in page_of(client.get(instead["Location"]))
    assert "data-ref" not in page_of(client.get(f"/matters/{public.number}/"))
    assert MatterSupport.objects.get().person == office.neighbours[0]
    assert client.post(NEW, fields(do="send")).status_code == 302
    assert Matter.objects.filter(author=office.neighbours[0]).count() == 1


def test_the_page_is_light_in_bengali(client_of_resident: Client) -> None:
    Category.objects.all().delete()
    load_starter_categories()
    client_of_resident.cookies["language"] = "bn"
    response = client_of_resident.get(NEW)
    assert '<html lang="bn"' in page_of(response)
    assert len(response.content) <= 40 * 1024


def test_a_ward_of_the_address_is_filled_in_and_another_than_ones_own_is_told(client_of_resident: Client) -> None:
    make_ward(96)
    page = page_of(client_of_resident.get(f"{NEW}?ward=96&kind=suggestion"))
    assert 'name="ward" value="96"' in page
    assert "This goes to the office of Ward 96" in page
    assert 'value="suggestion" checked' in page


def test_a_photo_keeps_the_key_by_which_the_page_knows_it_until_it_is_sent(client_of_resident: Client) -> None:
    key = "0123456789abcdef"
    page = page_of(client_of_resident.post(NEW, fields(text="", photos=[photo()], photo_key=[key])))
    assert value_of(page, "kept_key") == key
    again = fields(text="", kept_photo=[value_of(page, "kept_photo")], kept_alt=[""], kept_key=[key])
    assert value_of(page_of(client_of_resident.post(NEW, again)), "kept_key") == key
    assert value_of(page_of(client_of_resident.post(NEW, again | {"kept_key": ['"><b>']})), "kept_key") == ""


@pytest.mark.long
def test_a_fourth_photo_is_refused_aloud_and_nothing_else_is_lost(client_of_resident: Client) -> None:
    many = [SimpleUploadedFile(f"{n}.jpg", file_of(corners().rotate(90 * n)), "image/jpeg") for n in range(4)]
    response = client_of_resident.post(NEW, fields(photos=many))
    page = page_of(response)
    assert (response.status_code, len(re.findall('name="kept_photo"', page))) == (422, 3)
    assert "At most three photos can be sent." in page
    assert not Matter.objects.exists()


def test_the_form_says_whether_something_was_filled_in_before(client_of_resident: Client) -> None:
    assert "data-begun" not in page_of(client_of_resident.get(NEW))
    assert 'data-begun="POST"' in page_of(client_of_resident.post(NEW, fields(do="change")))
    visitor = Client()
    visitor.post(NEW, fields())
    assert 'data-begun="GET"' in page_of(visitor.get(NEW))


def test_a_worker_sends_a_photo_without_words_but_leaves_others_like_it_to_the_person(
    office: WardOffice, client: Client
) -> None:
    client.force_login(office.resident)
    sent = client.post(NEW, fields(do="background", photos=[photo()]))
    matter = Matter.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/me/matters/{matter.number}/?new")
    assert MatterPhoto.objects.filter(matter=matter).count() == 1
    assert client.post(NEW, fields(do="background", photos=[photo()]))["Location"] == sent["Location"]

    office.publish("The drain by the school overflows.", author=office.neighbours[0])
    like_it = fields(do="background", text="The drain by the school overflows!", ref="")
    response = client.post(NEW, like_it)
    assert (response.status_code, 'name="support"' in page_of(response)) == (200, True)
    assert Matter.objects.filter(author=office.resident).count() == 1


def test_a_worker_does_not_send_it_without_a_photo_that_is_no_longer_kept(client_of_resident: Client) -> None:
    response = client_of_resident.post(NEW, fields(do="background", kept_photo="too old"))
    assert (response.status_code, Matter.objects.count()) == (422, 0)


def test_a_complaint_has_no_name_that_joins_it_with_others_but_by_a_tick(
    client_of_resident: Client, office: WardOffice
) -> None:
    assert 'name="named"' not in page_of(client_of_resident.get(NEW))
    User.objects.filter(pk=office.resident.pk).update(label="Beside the pump house", label_use=LabelUse.KEPT)
    page = page_of(client_of_resident.get(NEW, headers={"accept-language": "en"}))
    assert '<input type="checkbox" name="named" value="on">' in page
    assert "Beside the pump house" in page
    client_of_resident.post(NEW, fields())
    assert Matter.objects.get().label == "Resident, ward 95"
    make_category("lights")
    elsewhere = {"text": "The lamp is dark.", "category": "lights", "place_landmark": "The park"}
    named = fields(ref="6d3b0f6e-58b7-4a43-9a31-6f8f6a2f7e11", named="on", **elsewhere)
    looked = page_of(client_of_resident.post(NEW, named | {"photos": photo()}))  # it is to be described
    assert value_of(looked, "named") == "on"
    client_of_resident.post(NEW, named | {"do": "send"})
    assert set(Matter.objects.values_list("label", flat=True)) == {"Resident, ward 95", "Beside the pump house"}


def test_the_tick_for_the_name_comes_back_with_the_words(client_of_resident: Client, office: WardOffice) -> None:
    User.objects.filter(pk=office.resident.pk).update(label="Beside the pump house")
    client_of_resident.logout()
    assert client_of_resident.post(NEW, fields(named="on")).status_code == 302
    client_of_resident.force_login(office.resident)
    assert '<input type="checkbox" name="named" value="on" checked>' in page_of(client_of_resident.get(NEW))
