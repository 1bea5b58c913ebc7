"""A clerk invites, sees who has a duty, takes an invitation back, and ends a duty."""

import re
from typing import Any

import pytest

from sessions.models import Appointment, Invite
from tests.factories.evening import make_evening, make_person
from tests.factories.planning_desk import Desk, client_of, errors_beside, make_desk, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGE = "/planning/people/"
NEW = {
    "do": "invite",
    "name": "The new moderator",
    "duty": "moderator",
    "place": "ward:95",
    "from_on": "2027-01-01",
    "to_on": "",
}


def end(desk: Desk, held: Appointment) -> Any:
    asked = desk.post(PAGE, do="end", id=str(held.pk))
    return desk.post_again(PAGE, asked, sure="yes")


def link_on(page: Any) -> str:
    [link] = re.findall(r'value="http://testserver(/invite/[^"]+)"', page.content.decode())
    return str(link)


def test_the_link_is_shown_once_and_lets_one_person_in(desk: Desk) -> None:
    link = link_on(desk.post(PAGE, **NEW))
    assert "/invite/" not in desk.get(PAGE)
    assert "Moderator: The new moderator Ward 95" in words_of(desk.get(PAGE))
    person = make_person("invited", label="B. Roy")
    client = client_of(person)
    opened = client.get(link, follow=True).content.decode()
    assert ("Accept the invitation" in opened, "You are signed in as B. Roy." in opened) == (True, True)
    assert client.post("/invite/").status_code == 302
    assert [held.duty for held in Appointment.objects.filter(person=person)] == ["moderator"]
    assert "Moderator: B. Roy Ward 95, from 1 January 2027" in words_of(desk.get(PAGE))
    assert client_of(make_person("late")).get(link).status_code == 404
    said = words_of(desk.get("/planning/changes/"))
    assert "Somebody was invited: Ward 95" in said
    assert "Somebody was given a role: Ward 95" in said


@pytest.mark.parametrize(
    ("from_on", "welcome"),
    [
        ("2027-01-01", "Welcome. From today on you are: Moderator, Ward 95."),
        ("2027-01-15", "Welcome. From 15 January 2027 on you are: Moderator, Ward 95."),
    ],
)
def test_who_accepts_is_told_as_what_and_from_when(desk: Desk, from_on: str, welcome: str) -> None:
    client = client_of(make_person("invited"))
    client.get(link_on(desk.post(PAGE, **NEW | {"from_on": from_on})))
    page = client.post("/invite/", follow=True, headers={"accept-language": "en"})
    assert welcome in words_of(page.content.decode())


def test_the_way_leads_by_sign_in_and_second_factor(desk: Desk) -> None:
    link = link_on(desk.post(PAGE, **NEW))
    person = make_person("invited")
    client = client_of(person, is_proven=False)
    page = client.get(link, follow=True)
    assert page.redirect_chain == [("/invite/", 302)]
    assert 'href="/second-factor/?next=%2Finvite%2F"' in page.content.decode()
    assert client.post("/invite/").headers["Location"] == "/second-factor/?next=%2Finvite%2F"
    client.logout()
    signed_out = client.get(link, follow=True)
    assert 'href="/sign-in/?next=%2Finvite%2F"' in signed_out.content.decode()
    assert client.post("/invite/").status_code == 200
    assert not Appointment.objects.filter(person=person).exists()


def test_an_invitation_is_taken_back(desk: Desk) -> None:
    link = link_on(desk.post(PAGE, **NEW))
    [invite] = Invite.objects.all()
    assert desk.post(PAGE, do="revoke", id=str(invite.pk)).status_code == 302
    assert client_of(make_person("late")).get(link).status_code == 404


def test_a_duty_is_ended(desk: Desk) -> None:
    [held] = Appointment.objects.filter(person__username="moderator-95")
    assert end(desk, held).status_code == 302
    assert "Who has a role Clerk" in words_of(desk.get(PAGE))  # and no moderator before
    assert "A role was ended: Ward 95" in words_of(desk.get("/planning/changes/"))


def test_before_a_role_ends_the_clerk_reads_what_is_lost_and_nothing_has_ended_yet(desk: Desk) -> None:
    desk.set_rule()
    [held] = Appointment.objects.filter(person__username="moderator-95")
    ahead = desk.wards[95].chat_sessions.count()
    asked = words_of(desk.post(PAGE, do="end", id=str(held.pk)).content.decode())
    assert "End this role? Moderator: Moderator 95 Ward 95, from 1 January 2022" in asked
    assert f"{ahead} coming chats are then without a moderator, the first of them on 2 January 2027." in asked
    assert "A chat is live there now" not in asked
    assert Appointment.objects.filter(pk=held.pk, to_on=None).exists()


def test_whoever_ends_a_role_during_a_chat_reads_that_it_is_live(db: None) -> None:
    evening = make_evening()
    client = client_of(evening.clerk)
    held = Appointment.objects.get(person=evening.moderator)
    page = client.post(PAGE, {"do": "end", "id": held.pk}, headers={"accept-language": "en"})
    asked = words_of(page.content.decode())
    assert "A chat is live there now: Ward 95." in asked
    assert "No coming chat is left without a moderator." in asked  # there is another one


def test_what_was_ended_is_given_back_as_it_was_and_both_stand_among_the_changes(desk: Desk) -> None:
    [held] = Appointment.objects.filter(person__username="moderator-95")
    end(desk, held)
    page = desk.get(PAGE)
    assert "Ended in the last 24 hours Moderator: Moderator 95 Ward 95, ended 1 January 2027" in words_of(page)
    [ended] = re.findall(r'value="restore"><button[^>]* value="(\d+)"', page)
    said = words_of(desk.client.post(PAGE, {"do": "restore", "id": ended}, follow=True).content.decode())
    assert "Given back: the role is as it was before." in said
    assert "Ended in the last 24 hours" not in said
    [restored] = Appointment.objects.filter(person__username="moderator-95")
    assert (restored.pk, restored.from_on, restored.to_on) == (held.pk, held.from_on, None)
    told = words_of(desk.get("/planning/changes/"))
    assert told.index("A role that had been ended was given back: Ward 95") < told.index("A role was ended: Ward 95")
    again = desk.client.post(PAGE, {"do": "restore", "id": ended}, follow=True).content.decode()
    assert "This role can no longer be given back. Invite the person instead." in again


def test_what_is_another_clerks_is_not_there() -> None:
    desk = make_desk(95, 96, ward_clerk_of=95)
    [other] = Appointment.objects.filter(person__username="moderator-96")
    assert desk.client.post(PAGE, {"do": "end", "id": other.pk}).status_code == 404
    assert "moderator-96" not in desk.get(PAGE)
    refused = desk.post(PAGE, **NEW | {"place": "ward:96"})
    assert refused.status_code == 422
    assert errors_beside(refused, "place") == ["Select a valid choice. ward:96 is not one of the available choices."]
    assert 'value="clerk"' not in desk.get(PAGE)


@pytest.mark.long
@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("name", {"name": ""}, "This is needed."),
        ("from_on", {"from_on": "2026-12-31"}, "That day is past. Let the term begin today or later."),
        ("to_on", {"to_on": "2026-12-31"}, "The last day comes before the first. Change one of them."),
        ("duty", {"duty": "clerk", "place": "borough:X"}, "You may not give anybody this role there."),
        ("place", {"duty": "office", "place": "borough:X"}, ""),
    ],
)
def test_bad_input_is_named_beside_its_field(desk: Desk, field: str, given: dict[str, str], message: str) -> None:
    page = desk.post(PAGE, **NEW | given)
    assert page.status_code == 422
    if message:
        assert errors_beside(page, field) == [message]
    assert Invite.objects.count() == 0
