"""The pages of a ward's office: what is theirs, in which order, steps alone and together, and whom to call back."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from sessions.city.people.subscriptions import follow_by_channels
from sessions.models import Appointment, Matter, MatterReply
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, make_ward_office
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}
CALL = "Please call me on 98300 12345."


@pytest.fixture
def office(db: None) -> WardOffice:
    return make_ward_office()


def get(person: Any, address: str) -> str:
    answer = client_of(person).get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def post(person: Any, address: str, **given: Any) -> Any:
    return client_of(person).post(address, given, headers=ENGLISH)


def page_of(matter: Matter) -> str:
    return f"/office/{matter.number}/"


def due_in(matter: Matter, days: int) -> None:
    Matter.objects.filter(pk=matter.pk).update(due_on=timezone.localdate() + timedelta(days=days))


def test_what_nobody_has_any_more_comes_first_then_what_is_overdue(office: WardOffice) -> None:
    soon, late, left = (office.publish(f"Complaint {each}.") for each in ("soon", "late", "left"))
    due_in(soon, 3)
    due_in(late, -2)
    gone = make_person("gone")
    Matter.objects.filter(pk=left.pk).update(assigned_to=gone)
    page = get(office.official, "/office/")
    places = [page.index(f"Complaint {each}.") for each in ("left", "late", "soon")]
    assert places == sorted(places)
    assert "1 was in the hands of somebody who left." in page
    assert "1 is overdue." in page
    assert "Complaint soon." not in get(office.official, "/office/?who=nobody&late=on")
    assert "Complaint late." in get(office.official, "/office/?who=nobody&late=on&ward=95&state=open&category=drains")


def test_what_is_masked_for_the_public_is_masked_here(office: WardOffice) -> None:
    matter = office.publish("Call 9830012345 about the drain.")
    Matter.objects.filter(pk=matter.pk).update(masked=[{"start": 5, "end": 15, "checks": ["phone"]}])
    for address in ("/office/", page_of(matter)):
        page = get(office.official, address)
        assert "Call […] about the drain." in page
        assert "9830012345" not in page


def test_each_office_sees_its_own_and_nobody_else_sees_any(office: WardOffice) -> None:
    matter = office.publish("Ours.")
    other = make_ward_office(96)
    assert "Ours." not in get(other.official, "/office/")
    assert client_of(other.official).get(page_of(matter)).status_code == 404
    assert client_of(office.resident).get("/office/").status_code == 403
    assert client_of(office.official).get(page_of(office.lodge("Not public yet."))).status_code == 404


def test_a_full_page_is_light(office: WardOffice) -> None:
    for each in range(22):
        office.publish(f"{each} " + "The drain overflows by the school. " * 20)
    page = get(office.official, "/office/")
    assert page.count('name="m"') == 20
    assert len(page.encode()) < 40_000
    assert len(get(office.official, page_of(Matter.objects.all()[0])).encode()) < 40_000


def test_a_step_is_taken_and_told(office: WardOffice) -> None:
    matter = office.publish()
    given = {"do": "transfer", "version": matter.version, "agency": "PWD", "external_number": ""}
    refused = post(office.official, page_of(matter), **given)
    assert refused.status_code == 422
    assert "Write the number under which they have it." in refused.content.decode()
    assert 'value="PWD"' in refused.content.decode()
    assert post(office.official, page_of(matter), **(given | {"external_number": "7"})).status_code == 302
    assert "PWD" in get(office.official, page_of(matter))


def test_the_office_reads_the_same_history_as_everybody(office: WardOffice) -> None:
    matter = office.publish()
    post(office.official, page_of(matter), do="ask", version=matter.version, text="Which gate?")
    for address in (page_of(matter), f"/matters/{matter.number}/"):
        page = get(office.official, address)
        assert "The office asks the resident for something; its time stands still" in page
        assert "Published, after a moderator read it" in page


@pytest.mark.costly
@pytest.mark.row("threat", 47)
@pytest.mark.parametrize(
    ("do", "fields"),
    [
        ("update", {"text": CALL}),
        ("plan", {"text": CALL, "planned_on": "tomorrow"}),
        ("refuse", {"text": "No budget line.", "ground": CALL}),
        ("acknowledge", {"agency": "Ramesh, 98300 12345", "due_on": "tomorrow"}),
        ("ask", {"text": "Are you ratan@example.org?"}),
        ("claim_done", {"text": "Ramesh Das is a thief."}),
    ],
)
def test_what_the_office_says_is_looked_at_twice_before_everybody_reads_it(
    office: WardOffice, do: str, fields: dict[str, str]
) -> None:
    matter = office.publish()
    given = {name: tomorrow() if value == "tomorrow" else value for name, value in fields.items()}
    before = office.public_events()
    asked = post(office.official, page_of(matter), do=do, version=matter.version, **given)
    page = unescape(asked.content.decode())
    assert (asked.status_code, office.public_events()) == (422, before)
    assert "This seems to contain" in page
    assert page.count('name="confirmed"') == 1
    assert all(value in page for value in given.values())
    confirmed = post(office.official, page_of(matter), do=do, version=matter.version, confirmed="on", **given)
    assert (confirmed.status_code, len(office.public_events())) == (302, len(before) + 1)


def test_who_comes_second_sees_what_the_first_did_and_keeps_their_words(office: WardOffice) -> None:
    matter = office.publish()
    post(office.official, page_of(matter), do="plan", version=matter.version, text="On Friday.", planned_on=tomorrow())
    late = post(office.clerk, page_of(matter), do="update", version=matter.version, text="My own words.")
    page = late.content.decode()
    assert late.status_code == 409
    assert page.index("Somebody else has changed this") < page.index("On Friday.")
    assert "My own words." in page
    matter.refresh_from_db()
    assert post(office.clerk, page_of(matter), do="update", version=matter.version, text="Mine.").status_code == 302


def tomorrow() -> str:
    return (timezone.localdate() + timedelta(days=1)).isoformat()


def test_several_are_acknowledged_and_assigned_together(office: WardOffice) -> None:
    matters = [office.publish(f"Complaint {each}.") for each in range(3)]
    office.step(matters[2], "start")
    ticked = [f"{each.number}:{each.version}" for each in matters]
    page = client_of(office.clerk).post("/office/", {"m": ticked, "do": "acknowledge"}, headers=ENGLISH, follow=True)
    words = page.content.decode()
    assert "Done with 2." in words
    assert "Somebody else has changed this" in words
    ticked = [f"{each.number}:{each.version}" for each in Matter.objects.all()]
    post(office.clerk, "/office/", m=ticked, do="assign", to=office.official.pk)
    assert Matter.objects.filter(assigned_to=office.official).count() == 3
    assert (
        "Tick what it concerns"
        in client_of(office.clerk).post("/office/", {}, headers=ENGLISH, follow=True).content.decode()
    )


@pytest.mark.long
def test_forty_that_an_officer_left_are_all_listed_and_put_into_other_hands_once(office: WardOffice) -> None:
    matters = [office.publish(f"Complaint {each}.") for each in range(40)]
    Matter.objects.update(assigned_to=office.official)
    Appointment.objects.filter(person=office.official).update(to_on=timezone.localdate() - timedelta(days=1))
    assert "40 were in the hands of somebody who left." in get(office.clerk, "/office/")
    for _page in range(2):
        page = get(office.clerk, "/office/?who=nobody")
        ticked = re.findall(r'name="m" value="([^"]+)"', page)
        assert len(ticked) == 20
        post(office.clerk, "/office/?who=nobody", m=ticked, do="assign", to=office.councillor.pk)
    assert Matter.objects.filter(assigned_to=office.councillor, version=3).count() == len(matters)
    assert "in the hands of somebody who left" not in get(office.clerk, "/office/")
    assert len(office.public_events()) == len(matters)


def test_one_is_put_into_somebodys_hands_and_into_nobodys(office: WardOffice) -> None:
    matter = office.publish()
    post(office.official, page_of(matter), do="hand", version=matter.version, to=office.clerk.pk)
    matter.refresh_from_db()
    assert matter.assigned_to == office.clerk
    post(office.official, page_of(matter), do="hand", version=matter.version, to="")
    matter.refresh_from_db()
    assert matter.assigned_to is None


def test_people_without_an_account_are_called_back_by_the_clerk(office: WardOffice) -> None:
    claimed = office.step(office.publish("By phone.", author=None), "claim_done", text="Done.")
    office.step(office.publish("With account."), "claim_done", text="Done.")
    asked = office.publish("By letter.", author=None)
    post(office.official, page_of(asked), do="ask", version=asked.version, text="Which side?")
    page = get(office.clerk, "/office/call-back/")
    assert "By phone." in page
    assert "By letter." in page
    assert "With account." not in page.partition('id="unreached"')[0]
    assert "By phone." not in get(office.official, "/office/call-back/")
    address, given = "/office/call-back/", {"number": claimed.number, "version": claimed.version, "verdict": "not"}
    assert post(office.clerk, address, **given).status_code == 422
    assert post(office.clerk, address, **given, words="Water stands there.").status_code == 302
    asked.refresh_from_db()
    post(office.clerk, address, number=asked.number, version=asked.version, words="The east side.")
    asked.refresh_from_db()
    claimed.refresh_from_db()
    assert (claimed.state, asked.clock_stopped_on, MatterReply.objects.count()) == ("disputed", None, 2)


def test_who_has_an_account_and_no_reminders_is_listed_apart_as_nobody_to_call(office: WardOffice) -> None:
    reminded, unreached = office.neighbours[0], office.neighbours[1]
    follow_by_channels(reminded, channels=["email"])
    for person, text in ((reminded, "Is reminded."), (unreached, "Has no reminders.")):
        office.step(office.publish(text, author=person), "claim_done", text="Done.")
    other = make_ward_office(96)
    other.step(other.publish("Of another ward."), "claim_done", text="Done.")
    page = get(office.clerk, "/office/call-back/")
    assert "Nobody is to be called back." in page
    listed = page.partition('id="unreached"')[2]
    assert "Nobody can call these people (1)" in listed
    assert [each in page for each in ("Has no reminders.", "Is reminded.", "Of another ward.")] == [True, False, False]
    assert "<form" not in listed.partition("</section>")[0]
    assert unreached.username not in page
    assert 'id="unreached"' not in get(office.official, "/office/call-back/")


def test_the_navigation_leads_there_for_the_office_alone(office: WardOffice) -> None:
    assert 'href="/office/"' in get(office.official, "/about/")
    assert 'href="/office/"' in get(office.clerk, "/about/")
    assert 'href="/office/"' not in get(office.moderator, "/about/")
    assert 'href="/office/"' not in get(office.resident, "/about/")
