"""A decision at the desk between the evenings can be undone for some seconds, in which nobody sees anything of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from moderation.matters.claims import claim_matter
from moderation.matters.photos import SHOW, find_photo
from moderation.matters.undoing import decide_matter_later, undo_matter_decision
from moderation.matters.waiting import waiting_in
from moderation.models import WaitingMatterDecision
from sessions.contract.desk_times import MATTER_UNDO_SECONDS
from sessions.matters.lodging.own import withdraw_matter
from sessions.models import Matter
from sessions.platform.refusals import Refused
from sessions.tick import tick
from tests.factories.matters import WardOffice
from tests.factories.planning_desk import client_of
from tests.moderation.matters.parts import add_photo, add_reply

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}


def decide(office: WardOffice, matter: Matter, decision: str = "approve", *, by: Any = None, **fields: Any) -> None:
    version = fields.pop("version", matter.version)
    moderator = by or office.moderator
    decide_matter_later(matter.pk, moderator=moderator, version=version, decision=decision, fields=fields)


def after_the_window() -> None:
    tick(timezone.now() + timedelta(seconds=MATTER_UNDO_SECONDS))


def refused(do: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(Refused) as no:
        do(*given, **named)
    return str(no.value.code)


def test_until_the_window_is_over_nobody_sees_anything_of_it(office: WardOffice) -> None:
    matter = office.lodge()
    decide(office, matter)
    tick(timezone.now() + timedelta(seconds=MATTER_UNDO_SECONDS - 2))
    matter.refresh_from_db()
    assert (matter.state, matter.is_shown, office.public_events()) == ("waiting", False, [])
    after_the_window()
    matter.refresh_from_db()
    assert (matter.state, matter.claimed_by, WaitingMatterDecision.objects.count()) == ("open", None, 0)
    assert [row.moderator for row in matter.decisions.filter(decision="approved", part="words")] == [office.moderator]


def test_undone_in_time_it_can_be_decided_otherwise(office: WardOffice) -> None:
    matter = office.lodge()
    decide(office, matter, "decline", reason="attack")
    undo_matter_decision(matter.pk, moderator=office.moderator)
    after_the_window()
    matter.refresh_from_db()
    assert (matter.state, matter.version, matter.decisions.count()) == ("waiting", 1, 0)
    decide(office, matter)
    after_the_window()
    matter.refresh_from_db()
    assert matter.state == "open"


def test_only_its_moderator_undoes_it_and_only_in_time(office: WardOffice, colleague: Any) -> None:
    matter = office.lodge()
    decide(office, matter)
    assert refused(undo_matter_decision, matter.pk, moderator=colleague) == "forbidden"
    with time_machine.travel(timezone.now() + timedelta(seconds=MATTER_UNDO_SECONDS)):
        assert refused(undo_matter_decision, matter.pk, moderator=office.moderator) == "state"


def test_what_is_decided_is_not_offered_to_a_colleague_meanwhile(office: WardOffice, colleague: Any) -> None:
    matter = office.lodge()
    decide(office, matter)
    assert waiting_in({office.ward.pk}, colleague) == []
    assert refused(decide, office, matter, "decline", by=colleague, reason="attack") == "claimed"
    assert refused(claim_matter, matter.pk, moderator=colleague, version=matter.version) == "claimed"


def test_a_form_that_is_sent_twice_waits_once(office: WardOffice) -> None:
    matter = office.lodge()
    decide(office, matter)
    decide(office, matter)
    matter.refresh_from_db()
    assert (matter.state, WaitingMatterDecision.objects.count()) == ("waiting", 1)


def test_a_second_decision_about_a_part_lets_the_first_take_effect_at_once(office: WardOffice) -> None:
    matter = office.publish()
    first, second = add_photo(matter, "First"), add_photo(matter, "Second")
    decide(office, matter, "photo_shown", photo_id=first.pk)
    decide(office, matter, "photo_declined", photo_id=second.pk, reason="personal_data")
    assert [find_photo(matter, each.pk).state for each in (first, second)] == ["shown", "waiting"]
    undo_matter_decision(matter.pk, moderator=office.moderator)
    after_the_window()
    assert [find_photo(matter, each.pk).state for each in (first, second)] == ["shown", "waiting"]


def test_what_its_author_withdraws_meanwhile_stays_withdrawn(office: WardOffice) -> None:
    matter = office.lodge()
    decide(office, matter)
    withdraw_matter(matter.pk, person=office.resident)
    after_the_window()
    matter.refresh_from_db()
    assert (matter.state, matter.claimed_by, WaitingMatterDecision.objects.count()) == ("withdrawn", None, 0)


def test_a_decision_that_cannot_be_made_is_refused_at_once(office: WardOffice) -> None:
    matter = office.lodge("Mr. Ghosh took bribes.")
    assert refused(decide, office, matter) == "second_look"
    assert refused(decide, office, matter, "decline", reason="") == "bad_field"
    assert refused(decide, office, matter, "merge", into="95-2020-0001") == "bad_field"
    assert not WaitingMatterDecision.objects.exists()


def test_photos_ticked_with_the_words_wait_with_them(office: WardOffice) -> None:
    matter = office.lodge()
    shown, declined = add_photo(matter, "Shown"), add_photo(matter, "Declined")
    photos = {shown.pk: SHOW, declined.pk: "attack"}
    decide(office, matter, place="landmark", photos=photos, is_confirmed=False)
    after_the_window()
    matter.refresh_from_db()
    assert (matter.state, matter.is_landmark_only) == ("open", True)
    assert [find_photo(matter, each.pk).state for each in (shown, declined)] == ["shown", "declined"]


def test_a_decision_that_waited_during_an_update_takes_effect(office: WardOffice) -> None:
    matter = office.lodge()
    shown, declined = add_photo(matter, "Shown"), add_photo(matter, "Declined")
    decide(office, matter)
    earlier = {"place": "point", "shown": [str(shown.pk)], "declined": {str(declined.pk): "attack"}}
    WaitingMatterDecision.objects.update(fields=earlier)
    after_the_window()
    assert [find_photo(matter, each.pk).state for each in (shown, declined)] == ["shown", "declined"]


def test_what_hides_something_public_takes_effect_at_once(office: WardOffice) -> None:
    matter, browser = office.publish(), client_of(office.moderator)
    address = f"/desk/matters/{matter.pk}/"
    photo, reply = add_photo(matter), add_reply(matter)
    matter.photos.update(state="shown")
    matter.replies.update(state="shown")
    browser.post(
        address, {"do": "photo_declined", "version": matter.version, "photo": str(photo.pk), "reason": "attack"}
    )
    browser.post(address, {"do": "reply_declined", "version": 1, "reply": str(reply.pk), "reason": "attack"})
    assert (matter.photos.get().state, matter.replies.get().state) == ("declined", "declined")
    browser.post(address, {"do": "take_down", "version": matter.version, "reason": "attack", "note": ""})
    matter.refresh_from_db()
    assert matter.state == "removed"


def test_the_list_and_the_page_offer_to_undo_it_without_scripts(office: WardOffice) -> None:
    matter, browser = office.lodge(), client_of(office.moderator)
    address = f"/desk/matters/{matter.pk}/"
    browser.post(address, {"do": "approve", "version": 1, "place": "point"}, headers=ENGLISH)
    for page in ("/desk/matters/", address):
        shown = browser.get(page, headers=ENGLISH).content.decode()
        offer = re.search(r'<form class="notice cluster" method="post" action="([^"]*)".*?</form>', shown, re.DOTALL)
        assert offer is not None
        assert (offer[1], "Accepted" in offer[0], 'value="undo"' in offer[0]) == (address, True, True)
    assert browser.post(address, {"do": "undo"}, headers=ENGLISH)["Location"] == address
    assert "Undone. It is yours to decide." in browser.get(address, headers=ENGLISH).content.decode()
    assert browser.post(address, {"do": "undo"}, headers=ENGLISH).status_code == 422
    matter.refresh_from_db()
    assert (matter.state, matter.claimed_by) == ("waiting", office.moderator)
