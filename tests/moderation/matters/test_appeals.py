"""The person who lodged it appeals once, and another moderator than the first decides."""

from typing import Any

import pytest
from django.test import Client

from moderation.matters.appeals import appeal_matter, decide_matter_appeal
from moderation.matters.photos import show_photo
from moderation.matters.removal import take_down_matter
from moderation.matters.screening import decline_matter
from sessions.models import Matter
from sessions.platform.refusals import Refused
from tests.factories.matters import WardOffice
from tests.moderation.matters.parts import add_photo

pytestmark = pytest.mark.costly

APPEAL = "/matters/receipt/appeal/"
ENGLISH = {"accept-language": "en"}


def refused(act: Any, *args: Any, **fields: Any) -> str:
    with pytest.raises(Refused) as refusal:
        act(*args, **fields)
    return refusal.value.code


def declined(office: WardOffice) -> Matter:
    matter = office.lodge()
    return decline_matter(matter.pk, moderator=office.moderator, version=1, reason="attack")


def decide(matter: Matter, moderator: Any, outcome: str) -> Matter:
    return decide_matter_appeal(
        matter.pk, moderator=moderator, version=matter.version, outcome=outcome, note="Read again."
    )


def test_it_is_made_once_by_account_or_by_receipt_and_by_nobody_else(office: WardOffice) -> None:
    matter, other = declined(office), declined(office)
    assert refused(appeal_matter, matter.pk, person=office.neighbours[0]) == "not_found"
    assert refused(appeal_matter, matter.pk, receipt=other.receipt) == "not_found"
    appeal_matter(matter.pk, person=office.resident, words="Please look again.")
    assert refused(appeal_matter, matter.pk, receipt=matter.receipt) == "appealed"
    appeal_matter(other.pk, receipt=other.receipt.lower())
    assert refused(appeal_matter, office.lodge().pk, person=office.resident) == "state"


def test_another_moderator_overturns_a_refusal_and_it_is_public(office: WardOffice, colleague: Any) -> None:
    matter = declined(office)
    appeal_matter(matter.pk, person=office.resident)
    assert refused(decide, matter, office.moderator, "overturned") == "own_decision"
    assert refused(decide, matter, colleague, "perhaps") == "bad_field"
    decided = decide(matter, colleague, "overturned")
    assert (decided.state, decided.reason, decided.note) == ("open", "", "Read again.")
    assert office.events_without_decisions()[0]["text"] == matter.text
    assert refused(decide, decided, colleague, "upheld") == "state"


def test_an_upheld_refusal_stays_one(office: WardOffice, colleague: Any) -> None:
    matter = declined(office)
    appeal_matter(matter.pk, person=office.resident, words="Canary words of the appeal")
    assert decide(matter, colleague, "upheld").state == "declined"
    assert office.events_without_decisions() == []
    assert [each["decision"] for each in office.listed_decisions()] == ["declined", "appealed", "appeal_decided"]
    assert "Canary" not in str(office.public_events() + office.desk_events())


def test_what_was_removed_by_mistake_is_open_again_and_its_photos_wait(office: WardOffice, colleague: Any) -> None:
    matter = office.publish("The words.")
    photo = add_photo(matter)
    show_photo(matter.pk, photo.pk, moderator=office.moderator, version=matter.version)
    removed = take_down_matter(matter.pk, moderator=office.moderator, version=matter.version, reason="attack")
    appeal_matter(matter.pk, person=office.resident)
    assert office.events_without_decisions()[0]["text"] is None
    assert decide(removed, colleague, "overturned").state == "open"
    told = office.events_without_decisions()
    assert (told[0]["text"], told[-1]["step"], told[-1]["state"]) == ("The words.", "restore", "open")
    photo.refresh_from_db()
    assert photo.state == "waiting"


def test_the_ledger_tells_of_the_appeal_beside_the_refusal(office: WardOffice, colleague: Any, client: Client) -> None:
    matter = declined(office)
    appeal_matter(matter.pk, person=office.resident)
    decide(matter, colleague, "upheld")
    rows = client.get("/ledger.json").json()["decisions"]
    listed = [(row["decision"], row["appeal"], row["number"], row["commitment"]) for row in rows]
    assert listed == [(name, "upheld", None, matter.commitment) for name in ("appeal_decided", "appealed", "declined")]
    assert len({rows[0]["by"], rows[2]["by"]}) == 2


def test_the_page_takes_an_appeal_by_receipt_without_an_account(office: WardOffice, client: Client) -> None:
    matter = declined(office)
    code = {"code": matter.receipt}
    assert "Another moderator than the first" in read(client.post(APPEAL, code, headers=ENGLISH))
    too_long = client.post(APPEAL, {**code, "do": "appeal", "words": "a" * 3000}, headers=ENGLISH)
    assert (too_long.status_code, "aaaa" in too_long.content.decode()) == (422, True)
    made = client.post(APPEAL, {**code, "do": "appeal", "words": "Again, please."}, headers=ENGLISH)
    assert (made.status_code, "Your appeal is saved." in read(made)) == (200, True)
    page = read(client.post(APPEAL, code, headers=ENGLISH))
    assert ("Again, please." in page, 'name="words"' in page) == (True, False)
    assert client.post(APPEAL, {"code": "00000000000"}).status_code == 404
    assert client.get(APPEAL).status_code == 200


def test_who_was_refused_is_led_to_the_appeal_by_receipt_and_by_account(office: WardOffice, client: Client) -> None:
    matter = declined(office)
    form = f'action="{APPEAL}"'
    assert form in read(client.post("/matters/receipt/", {"code": matter.receipt}))
    client.force_login(office.resident)
    assert form in read(client.get(f"/me/matters/{matter.number}/"))
    other = office.lodge("The lamp is broken.")
    assert form not in read(client.get(f"/me/matters/{other.number}/"))


def test_an_address_of_before_leads_on_without_telling_the_receipt_to_anybody(
    office: WardOffice, client: Client
) -> None:
    matter = declined(office)
    response = client.get(f"/receipt/{matter.receipt}/appeal/", headers=ENGLISH)
    page = read(response)
    assert (response.status_code, response["Referrer-Policy"]) == (200, "no-referrer")
    assert (f'action="{APPEAL}"' in page, matter.text in page) == (True, False)
    assert f'name="code" value="{matter.receipt}"' in page
    assert client.get("/receipt/0000000000/appeal/").status_code == 404


def read(response: Any) -> str:
    page: str = response.content.decode()
    return page
