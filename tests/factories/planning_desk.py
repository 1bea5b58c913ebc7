"""The clerk's pages as tests use them: a borough with hosts and moderators, and forms filled in as shown."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import unescape
from typing import Any

from django.test import Client

from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.chats.calendar.schedules.schedules import set_schedule
from sessions.city.people.second_factor import MARK
from sessions.models import Appointment, ChatSession, Duty, Ward
from tests.factories.evening import make_office, make_person, make_ward

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)

RULE = {
    "nth": "1",
    "day": "SA",
    "rrule": "",
    "at": "18:00",
    "minutes": "60",
    "ask_days": "7",
    "on_closed": "next_free",
    "from_on": "2027-01-01",
    "to_on": "",
}
FIRST_SATURDAYS = ScheduleDraft(rule="FREQ=MONTHLY;BYDAY=1SA", at=time(18), minutes=60, from_on=date(2027, 1, 1))


@dataclass
class Desk:
    """A clerk of Borough X at their browser, and the wards of the borough."""

    client: Client
    clerk: Any
    wards: dict[int, Ward]

    def get(self, address: str) -> str:
        return self.client.get(address, headers={"accept-language": "en"}).content.decode()

    def post(self, address: str, **given: str) -> Any:
        """The content of hidden fields is sent too, as a browser does; the forms of one page have the same."""
        hidden = hidden_fields(self.get(address))
        return self.client.post(address, hidden | given, headers={"accept-language": "en"})

    def post_again(self, address: str, page: Any, **given: str) -> Any:
        """From the page that answered a post."""
        hidden = hidden_fields(page.content.decode())
        return self.client.post(address, hidden | given, headers={"accept-language": "en"})

    def set_rule(self, number: int = 95, wanted: ScheduleDraft = FIRST_SATURDAYS) -> list[ChatSession]:
        set_schedule(self.wards[number], wanted, clerk=self.clerk)
        return list(self.wards[number].chat_sessions.order_by("starts_at"))


def make_desk(*numbers: int, ward_clerk_of: int | None = None) -> Desk:
    """A clerk of the whole borough, or of one of its wards."""
    wards = {number: make_ward(number) for number in numbers or (95, 96)}
    clerk = make_person("clerk", label="Clerk of Borough X")
    borough = next(iter(wards.values())).borough
    place: dict[str, Any] = {"ward": wards[ward_clerk_of]} if ward_clerk_of else {"borough": borough}
    Appointment.objects.create(person=clerk, duty=Duty.CLERK, from_on=date(2022, 1, 1), **place)
    for ward in wards.values():
        make_office(ward)
        moderator = make_person(f"moderator-{ward.number}", label=f"Moderator {ward.number}")
        Appointment.objects.create(person=moderator, duty=Duty.MODERATOR, ward=ward, from_on=date(2022, 1, 1))
    return Desk(client_of(clerk), clerk, wards)


def client_of(person: Any, *, is_proven: bool = True) -> Client:
    """A browser in which the person has signed in, with a second factor unless stated otherwise."""
    client = Client()
    client.force_login(person)
    if is_proven:
        prove(client)
    return client


def prove(client: Client) -> None:
    """Mark the browser's cookie session as one in which a second factor was proven."""
    cookie_session = client.session
    cookie_session[MARK] = {"by": "test"}
    cookie_session.save()


def hidden_fields(html: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(?!csrf|next)(\w+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found}


def words_of(html: str) -> str:
    """The text of a page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def errors_beside(page: Any, field: str) -> list[str]:
    """The message beside one field of a refused form."""
    found = re.search(rf'<div id="(?:\w+_)?{field}_error">(.*?)</div>', page.content.decode(), re.DOTALL)
    return [words_of(each) for each in re.findall(r'<p class="error">(.*?)</p>', found[1])] if found else []
