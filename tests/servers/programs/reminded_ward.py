"""A ward in which something is due: `python -m tests.servers.programs.reminded_ward people`, and later `… happen`.

`people` prints a JSON object: the session cookie of a resident who is reminded by SMS, as is the councillor. `happen`
lets the office claim a complaint done two weeks ago and a promise kept yesterday, a promise be overdue, and the clock
ask again and make the ward's digest; it prints the numbers.
"""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

from tests.servers.server import ROOT, Server

RESIDENTS, COUNCILLORS = "+919830012345", "+919830054321"
CATEGORY = "footpaths"
"""One of the categories that every installation has, one that asks for no photograph as proof."""


def make_people(server: Server) -> dict[str, Any]:
    return _run(server, "people")


def let_it_happen(server: Server) -> dict[str, Any]:
    return _run(server, "happen")


def _run(server: Server, step: str) -> dict[str, Any]:
    command, environment = [sys.executable, "-m", "tests.servers.programs.reminded_ward", step], server.full_environment
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    sheet: dict[str, Any] = json.loads(done.stdout)
    return sheet


def main() -> None:
    import django

    django.setup()
    from django.db import transaction

    from manage import leave_the_database

    with transaction.atomic():
        sheet = _make_people() if "people" in sys.argv else _happen()
    sys.stdout.write(json.dumps(sheet) + "\n")
    leave_the_database()


def _make_people() -> dict[str, Any]:
    from chatserver.accounts.contacts.contacts import choose_reminders
    from sessions.notifications.digest_following import choose_digests
    from tests.factories.matters import make_ward_office
    from tests.servers.programs.evenings import cookie_of

    office = make_ward_office(slug=CATEGORY)
    choose_reminders(office.resident, addresses={"sms": RESIDENTS})
    choose_digests(office.resident, channels=["sms"])
    choose_reminders(office.councillor, addresses={"sms": COUNCILLORS})
    return {"resident": cookie_of(office.resident)}


def _happen() -> dict[str, Any]:
    import time_machine
    from django.utils import timezone

    from sessions.digests.making import make_digest
    from sessions.matters.resolving import office_steps
    from sessions.matters.resolving.due import carry_out_due_matters
    from sessions.platform.clock.city_zone import city_zone
    from sessions.platform.text.months import month_before
    from sessions.promises.keeping.clock.due import carry_out_due_promises
    from tests.factories.asked_promises import asked_promise
    from tests.factories.promises import promise_of, promise_step

    noon = datetime.now(city_zone()).replace(hour=12, minute=0, second=0) - timedelta(days=1)
    office = _office()
    with time_machine.travel(noon - timedelta(days=15)):
        matter = office.publish("The drain overflows.")
        kept = [asked_promise(office), asked_promise(office)]
        late = promise_of(office, "The lamp will burn.", due_on=timezone.localdate() + timedelta(days=13))
        office_steps.claim_done(matter.pk, person=office.official, version=matter.version, text="Done.")
    with time_machine.travel(noon):
        carry_out_due_matters(timezone.now())
        carry_out_due_promises(timezone.now())
        for promise in kept:
            promise_step(promise, "claim", text="It is clean.")
        make_digest(office.ward, month_before(timezone.localdate() + timedelta(days=1)))  # as the clock would today
    return {"matter": matter.number, "kept": [each.number for each in kept], "late": late.number}


def _office() -> Any:
    from django.contrib.auth import get_user_model

    from sessions.models import Category, Ward
    from tests.factories.matters import WardOffice

    people = get_user_model().objects
    named = {
        name: people.get(username=f"{name}-95") for name in ("resident", "moderator", "clerk", "official", "councillor")
    }
    return WardOffice(Ward.objects.get(number=95), Category.objects.get(slug=CATEGORY), neighbours=[], **named)


if __name__ == "__main__":
    main()
