"""Words and place are decided apart; and what keeps a moderator from deciding."""

import json
from typing import Any

import pytest

from moderation.matters.claims import claim_matter, release_matter
from moderation.matters.recusals import pass_matter_on, take_matter_back
from moderation.matters.screening import (
    PlaceShown,
    approve_matter,
    decline_matter,
    hold_matter,
    narrow_place,
    reopen_matter,
)
from moderation.matters.unmasking import unmask_matter_place
from moderation.models import MatterDecision
from sessions.models import Matter
from sessions.platform.refusals import Refused
from sessions.record.proof.verifier.verify import as_decision
from tests.factories.evening import without_ids
from tests.factories.matters import PLACE, WardOffice

pytestmark = pytest.mark.costly

POINT = {"landmark": PLACE["landmark"], "lat": 22.4989, "lon": 88.3712}
LANDMARK = {"landmark": PLACE["landmark"]}
ACCUSING = "Mr. Ghosh took bribes for the drain."


def refusal_of(act: Any, *args: Any, **fields: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        act(*args, **fields)
    return refused.value


@pytest.mark.parametrize(
    ("ticked", "shown", "decision"),
    [
        (PlaceShown.POINT, POINT, "approved"),
        (PlaceShown.LANDMARK, LANDMARK, "declined"),
        (PlaceShown.NOTHING, None, "declined"),
    ],
)
def test_of_the_place_the_public_gets_what_was_ticked(
    office: WardOffice, ticked: PlaceShown, shown: Any, decision: str
) -> None:
    matter = office.lodge()
    approve_matter(matter.pk, moderator=office.moderator, version=1, place=ticked)
    [published] = office.events_without_decisions()
    assert published.get("place") == shown
    told = [(each["part"], each["decision"]) for each in office.desk_events() if each["type"] == "matter.decided"]
    assert told == [("words", "approved"), ("place", decision)]
    assert [(each["part"], each["decision"]) for each in office.listed_decisions()] == told


def test_a_place_that_its_category_hides_is_not_shown_by_a_tick(office: WardOffice) -> None:
    office.category.is_place_hidden = True
    office.category.save()
    matter = office.lodge()
    approve_matter(matter.pk, moderator=office.moderator, version=1, place=PlaceShown.POINT)
    assert office.public_events()[0]["place"] == LANDMARK


def test_what_is_hidden_later_is_not_in_the_log_of_any_reader(office: WardOffice) -> None:
    matter = office.publish()
    by = {"moderator": office.moderator}
    narrow_place(matter.pk, **by, version=matter.version, place=PlaceShown.LANDMARK)
    assert office.public_events()[0]["place"] == LANDMARK
    narrow_place(matter.pk, **by, version=matter.version + 1, place=PlaceShown.NOTHING)
    assert "place" not in office.public_events()[0]
    no = refusal_of(narrow_place, matter.pk, **by, version=matter.version + 2, place=PlaceShown.LANDMARK)
    assert no.code == "bad_field"


def test_personal_data_is_masked_and_what_is_none_can_be_unmasked(office: WardOffice) -> None:
    matter = office.lodge("Call 98300 12345 or 98311 22334.")
    unmasked = unmask_matter_place(matter.pk, moderator=office.moderator, version=1, start=matter.text.index("98311"))
    approve_matter(matter.pk, moderator=office.moderator, version=unmasked.version)
    assert office.public_events()[0]["text"] == "Call […] or 98311 22334."
    assert "98300" not in without_ids(office.desk_events())


def test_a_name_with_an_accusation_is_confirmed_or_held(office: WardOffice) -> None:
    matter, by = office.lodge(ACCUSING), {"moderator": office.moderator}
    no = refusal_of(approve_matter, matter.pk, **by, version=1)
    assert (no.code, no.facts["looks_like"]) == ("second_look", ["accusation"])
    hold_matter(matter.pk, **by, version=1)
    assert office.events_without_decisions() == []
    approve_matter(matter.pk, **by, version=2, is_confirmed=True)
    assert office.events_without_decisions()[0]["text"] == ACCUSING


def test_a_landmark_with_a_number_needs_a_look_unless_it_is_hidden(office: WardOffice) -> None:
    matter, by = office.lodge(landmark="Opposite 98300 12345"), {"moderator": office.moderator}
    assert refusal_of(approve_matter, matter.pk, **by, version=1).facts["looks_like"] == ["phone"]
    approve_matter(matter.pk, **by, version=1, place=PlaceShown.NOTHING)
    assert "98300" not in without_ids(office.public_events())


def test_a_refusal_has_one_of_the_reasons_and_can_be_reopened(office: WardOffice) -> None:
    matter, by = office.lodge(), {"moderator": office.moderator}
    assert refusal_of(decline_matter, matter.pk, **by, version=1, reason="dull").code == "bad_field"
    declined = decline_matter(matter.pk, **by, version=1, reason="attack", note="Without the insult, please.")
    assert (declined.state, declined.note) == ("declined", "Without the insult, please.")
    reopened = reopen_matter(matter.pk, **by, version=2, note="It was a mistake.")
    assert (reopened.state, reopened.reason, reopened.note) == ("waiting", "", "It was a mistake.")
    approve_matter(matter.pk, **by, version=3)
    decided = MatterDecision.objects.filter(part="words").values_list("decision", "reason", "version")
    assert list(decided) == [("declined", "attack", 1), ("reopened", "", 2), ("approved", "", 3)]


def test_a_moderator_who_is_late_is_told(office: WardOffice, colleague: Any) -> None:
    matter = office.lodge()
    hold_matter(matter.pk, moderator=office.moderator, version=1)
    no = refusal_of(approve_matter, matter.pk, moderator=colleague, version=1)
    assert (no.code, no.facts["state"]) == ("stale", "held")


def test_while_one_reads_it_colleagues_do_not_decide(office: WardOffice, colleague: Any) -> None:
    matter = office.lodge()
    claim_matter(matter.pk, moderator=colleague, version=1)
    no = refusal_of(approve_matter, matter.pk, moderator=office.moderator, version=1)
    assert (no.code, "Colleague" in str(no.message)) == ("claimed", True)
    release_matter(matter.pk, moderator=colleague, version=1)
    assert approve_matter(matter.pk, moderator=office.moderator, version=1).claimed_by is None


def test_nobody_decides_about_what_is_their_own_or_was_passed_on(office: WardOffice, colleague: Any) -> None:
    own, others = office.lodge(author=office.moderator), office.lodge("Another one.")
    assert refusal_of(approve_matter, own.pk, moderator=office.moderator, version=1).code == "own_matter"
    by = {"moderator": office.moderator, "version": 1}
    assert refusal_of(decline_matter, own.pk, **by, reason="attack").code == "own_matter"
    pass_matter_on(others.pk, moderator=office.moderator, version=1)
    assert refusal_of(hold_matter, others.pk, moderator=office.moderator, version=1).code == "passed_on"
    assert approve_matter(own.pk, moderator=colleague, version=1).state == "open"
    take_matter_back(others.pk, moderator=office.moderator, version=1)
    assert hold_matter(others.pk, moderator=office.moderator, version=1).state == "held"


def test_until_it_is_approved_an_outsider_learns_nothing(office: WardOffice, client: Any) -> None:
    """Neither from the public log nor from the ledger: no word, no place, no number; the log lists what it tells."""
    secret = office.lodge("Canary words", landmark="Canary lane")
    hold_matter(secret.pk, moderator=office.moderator, version=1)
    decline_matter(secret.pk, moderator=office.moderator, version=2, reason="attack", note="Canary note")
    assert office.events_without_decisions() == []
    pages = [client.get(address).content.decode() for address in ("/ledger/", "/ledger.json", "/ledger.csv")]
    ledger = [as_decision(row) for row in json.loads(pages[1])["decisions"]]
    assert [without_place(each) for each in office.listed_decisions()] == ledger[::-1]
    assert [each["decision"] for each in ledger] == ["declined", "held"]
    pages.append(str(office.public_events()))
    hidden = ("Canary", secret.number, str(secret.pk), secret.receipt, "22.4989", str(office.moderator.public_id))
    assert [each for each in hidden if any(each in page for page in pages)] == []
    assert "Canary" not in str(office.desk_events())
    assert Matter.objects.shown().count() == 0


def without_place(event: dict[str, Any]) -> dict[str, Any]:
    """What it says, without where in the log it stands."""
    return {name: value for name, value in event.items() if name not in ("seq", "type", "at")}
