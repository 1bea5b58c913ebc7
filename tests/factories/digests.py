"""A ward in March 2027 for tests of digests: what happened there, and people who asked for its digest."""

from datetime import date
from typing import Any

from django.utils import timezone

from chatserver.accounts.contacts.contacts import choose_reminders
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.models import Activity, Matter, Ward
from sessions.models.promises.transitions import PromiseStepBy
from sessions.notifications.digest_following import choose_digests
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, on_day
from tests.factories.promises import promise_of, promise_step

MARCH = date(2027, 3, 1)
FIRST = date(2027, 4, 1)
"""The first working day after March: a Thursday."""


def happen_in_march(office: WardOffice) -> dict[str, Any]:
    """A promise overdue, one due, one kept; a complaint done and confirmed, one refused; something built."""
    with on_day(date(2027, 3, 3)):
        overdue = promise_of(office, "The lamp at the pond will burn.", due_on=date(2027, 3, 20))
        due = promise_of(office, "The drain will be cleaned.", due_on=date(2027, 4, 20))
        kept = promise_of(office, "The tank will be fenced.", due_on=date(2027, 3, 25))
        matter, refused = office.publish("The drain by the school overflows."), office.lodge("Nonsense.")
        Matter.objects.filter(pk=refused.pk).update(reason="off_topic")
        office.step(refused, "decline")
    with on_day(date(2027, 3, 24)):
        promise_step(kept, "claim", text="It is fenced.")
        promise_step(kept, "keep", by=PromiseStepBy.RESIDENT)
        for step in ("claim_done", "confirm"):
            office.step(matter, step)
        built = build(office.ward, 1, "Two lamps at the pond")
    return {"overdue": overdue, "due": due, "kept": kept, "matter": matter, "built": built}


def close(kind: str, ward: Ward | None, first: date, last: date) -> None:
    """kind: closed or freeze. ward: None for the whole city."""
    add_closure(kind=kind, ward=ward, from_on=first, to_on=last, reasons={"en": "Election."}, clerk=None)


def build(ward: Ward, serial: int, title: str, on: date = date(2027, 3, 12), **fields: Any) -> Activity:
    now = timezone.now()
    return Activity.objects.create(
        ward=ward,
        year=2027,
        serial=serial,
        number=f"{ward.number}-A-2027-{serial}",
        titles={"en": title},
        on_day=on,
        **{"state": "published", "made_at": now, "changed_at": now, "published_at": now} | fields,
    )


def wants_digests(name: str, ward: Ward, *, language: str = "en", **addresses: str) -> Any:
    """A resident who is reminded at these addresses, and asked for the digest by each of them."""
    person = make_person(name, ward)
    person.language = language
    person.save()
    choose_reminders(person, addresses=addresses)
    choose_digests(person, channels=addresses)
    return person
