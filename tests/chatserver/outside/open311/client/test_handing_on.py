"""A complaint is handed on to another office's program at most once, whatever that program answers."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from chatserver.outside.open311.client.handing_on_thread import send_next
from sessions.models import Matter, MatterSource, Open311Sending
from tests.chatserver.outside.open311.client.stand_in import OtherOffice, open_office
from tests.factories.matters import WardOffice, make_category

pytestmark = pytest.mark.costly

AGES = (timedelta(), *(timedelta(hours=hours) for hours in (1, 2, 9, 36, 72)))


@pytest.fixture
def other(settings: Any) -> Iterator[OtherOffice]:
    with open_office() as server:
        settings.OPEN311_RECEIVERS = [server.receiver()]
        yield server


def work_for_days() -> None:
    """Whatever is due within three days, at its time."""
    begin = timezone.now()
    for age in AGES:
        with time_machine.travel(begin + age):
            while send_next():
                pass


def transfer(office: WardOffice, text: str = "The drain overflows.", **fields: Any) -> Matter:
    return office.step(office.publish(text, **fields), "transfer", agency="City Corporation")


def row() -> tuple[str, str]:
    sending = Open311Sending.objects.get()
    return sending.state, sending.external_number


def posts(other: OtherOffice) -> list[dict[str, str]]:
    return [each for each in other.requests if "api_key" in each]


def test_what_the_office_passes_on_is_sent_with_our_number_and_gets_theirs(
    office: WardOffice, other: OtherOffice
) -> None:
    matter = transfer(office)
    assert row() == ("waiting", "")
    assert send_next()
    assert not send_next()
    assert posts(other) == [
        {
            "path": "/open311/v2/requests.json",
            "api_key": "their-key",
            "jurisdiction_id": "city.example",
            "service_code": "D-1",
            "description": f"[{matter.number}] The drain overflows.",
            "lat": "22.4989",
            "long": "88.3712",
            "address_string": "Bijoygarh bus stand",
        }
    ]
    matter.refresh_from_db()
    assert (matter.external_number, matter.state, row()) == ("1001", "transferred", ("sent", "1001"))
    last = office.public_events()[-1]
    assert (last["step"], last["external_number"], last["by"]) == ("update", "1001", "office")


@pytest.mark.long
@pytest.mark.parametrize(
    ("how", "state", "number"),
    [
        (["latin1"], "sent", "1001"),
        (["wrapped"], "sent", "1001"),
        (["number"], "sent", "1001"),
        (["token"], "sent", "1001"),
        (["token", "busy", "xml"], "sent", "1001"),
        (["busy", "busy"], "sent", "1001"),
        (["refused"], "refused", ""),
        (["error"], "unsure", ""),
        (["error_after"], "sent", "1001"),
        (["silent"], "sent", "1001"),
        (["silent", "error", "xml"], "sent", "1001"),
        (["misled"], "sent", "1001"),
        (["nothing"], "sent", "1001"),
        (["xml"], "sent", "1001"),
    ],
)
def test_whatever_it_answers_nothing_is_sent_twice(
    office: WardOffice, other: OtherOffice, how: list[str], state: str, number: str
) -> None:
    other.how = list(how)
    matter = transfer(office)
    work_for_days()
    assert row() == (state, number)
    assert len(other.rows) == (1 if number else 0)
    assert len(posts(other)) == 1 + how.count("busy") * (how[0] == "busy")
    matter.refresh_from_db()
    assert matter.external_number == number


def test_an_answer_that_drips_is_given_up_in_time_and_looked_for(office: WardOffice, settings: Any) -> None:
    with open_office() as other:
        settings.OPEN311_RECEIVERS = [other.receiver(timeout_seconds=1)]
        other.how = ["drips"]
        transfer(office)
        assert send_next()
        assert row() == ("doubted", "")
        work_for_days()
        assert (row(), len(posts(other))) == (("sent", "1001"), 1)


def test_words_that_are_too_long_there_are_cut_and_keep_our_number(office: WardOffice, other: OtherOffice) -> None:
    matter = transfer(office, "a" * 4000)
    work_for_days()
    [sent] = other.rows
    assert len(sent["description"]) == 4000
    assert (sent["description"][: len(matter.number) + 3], sent["description"][-1]) == (f"[{matter.number}] ", "…")


def test_a_process_that_died_while_sending_leaves_a_doubt_and_no_second_request(
    office: WardOffice, other: OtherOffice
) -> None:
    transfer(office)
    Open311Sending.objects.update(state="claimed", asked_at=timezone.now(), due_at=timezone.now())
    work_for_days()
    assert (row(), posts(other)) == (("unsure", ""), [])


def test_a_program_that_is_away_gets_it_when_it_is_back(office: WardOffice, settings: Any) -> None:
    with open_office() as gone:
        settings.OPEN311_RECEIVERS = [gone.receiver()]
    transfer(office)
    assert send_next()
    assert (row(), Open311Sending.objects.get().problem) == (("waiting", ""), "no connection")
    with open_office() as back:
        settings.OPEN311_RECEIVERS = [back.receiver()]
        work_for_days()
        assert (row(), len(back.rows)) == (("sent", "1001"), 1)


def test_our_number_is_found_whole_in_their_list(office: WardOffice, other: OtherOffice) -> None:
    matter = transfer(office)
    other.lodge({"description": f"[{matter.number}1] another"})
    other.lodge({"description": f"[1{matter.number}] another"})
    other.how = ["silent"]
    work_for_days()
    assert row() == ("sent", "1003")


def test_how_it_stands_there_is_told_here_and_stays_our_affair(office: WardOffice, other: OtherOffice) -> None:
    matter = transfer(office)
    matter.agency = "City Corporation"
    matter.save()
    work_for_days()
    other.rows[0] |= {"status": "closed", "status_notes": "Cleaned on Monday \u202e"}
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        work_for_days()
    texts = [event.get("text") for event in office.public_events() if event["type"] == "matter.stepped"]
    assert texts[-1] == "City Corporation: closed"
    assert texts.count(texts[-1]) == 1
    matter.refresh_from_db()
    assert matter.state == "transferred"


@pytest.mark.row("threat", 47)
def test_personal_data_in_another_offices_words_is_masked_here(office: WardOffice, other: OtherOffice) -> None:
    matter = transfer(office)
    work_for_days()
    other.rows[0] |= {"status": "closed", "status_notes": "Ask Ramesh on 98300 12345 about it."}
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        work_for_days()
    assert "closed. Ask Ramesh on […] about it." in str(office.public_events())
    assert "98300" not in str(office.public_events())
    matter.refresh_from_db()
    assert matter.state == "transferred"


def test_what_is_hidden_here_is_not_told_there(office: WardOffice, other: OtherOffice) -> None:
    matter = transfer(office, is_landmark_only=True)
    send_next()
    [told] = posts(other)
    assert "lat" not in told
    for secret in (matter.receipt, matter.label, "22.4989"):
        assert secret not in str(told)


def test_what_is_no_longer_public_is_not_sent(office: WardOffice, other: OtherOffice) -> None:
    office.step(transfer(office), "withdraw")
    work_for_days()
    assert (row(), other.requests) == (("refused", ""), [])


def test_only_what_they_do_not_have_and_are_responsible_for_is_sent(office: WardOffice, other: OtherOffice) -> None:
    has_number = office.publish("They have it.")
    Matter.objects.filter(pk=has_number.pk).update(external_number="7")
    office.step(has_number, "transfer")
    transfer(office, "From an earlier list.", source=MatterSource.IMPORT)
    office.category = make_category("lamps")
    transfer(office, "Another category.")
    assert not Open311Sending.objects.exists()
    assert not send_next()


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("open311_hand_on", *arguments, stdout=said)
    return said.getvalue()


def test_the_command_passes_on_lists_and_settles(office: WardOffice, other: OtherOffice) -> None:
    other.how = ["error"]
    matter = office.publish()
    assert "City Corporation" in run("add", matter.number)
    work_for_days()
    assert f"{matter.number}\tcity\tunsure" in run("list")
    assert "1234" in run("settle", matter.number, "1234")
    matter.refresh_from_db()
    assert (matter.external_number, matter.agency, row()) == ("1234", "City Corporation", ("sent", "1234"))
    for wrong in (("add", matter.number), ("add", "95-2027-9999"), ("settle", matter.number, "1")):
        with pytest.raises(CommandError):
            run(*wrong)
