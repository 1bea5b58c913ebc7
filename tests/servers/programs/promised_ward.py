"""A ward whose office has promised and done something: `python -m tests.servers.programs.promised_ward` makes it.

Prints a JSON object: cookies of the people, the numbers of a promise that three others support, of one from a
suggestion that was lodged without an account (with its receipt), and of an activity. With `approve`, what waits at the
desk is made public instead.
"""

import json
import subprocess
import sys
from typing import Any

from tests.servers.server import ROOT, Server


def make_promised_ward(server: Server) -> dict[str, Any]:
    sheet: dict[str, Any] = json.loads(_run(server))
    return sheet


def approve_what_waits(server: Server) -> None:
    _run(server, "approve")


def _run(server: Server, *arguments: str) -> str:
    command, environment = (
        [sys.executable, "-m", "tests.servers.programs.promised_ward", *arguments],
        server.full_environment,
    )
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def main() -> None:
    import django

    django.setup()
    from django.db import transaction

    from manage import leave_the_database

    with transaction.atomic():
        if "approve" in sys.argv:
            _approve()
        else:
            sys.stdout.write(json.dumps(_make()) + "\n")
    leave_the_database()


def _approve() -> None:
    from sessions.matters.publishing import publish_matter
    from sessions.matters.steps import lock_matter
    from sessions.models import Matter, MatterState
    from tests.factories.evening import make_person

    for pk in Matter.objects.filter(state=MatterState.WAITING).values_list("pk", flat=True):
        publish_matter(lock_matter(pk), moderator=make_person("moderator who approves"))


def _make() -> dict[str, Any]:
    from chatserver.accounts.contacts.contacts import choose_reminders
    from sessions.models import PromiseKind
    from tests.factories.activities import published, said
    from tests.factories.asked_promises import asked_promise
    from tests.factories.matters import make_ward_office
    from tests.factories.promises import promise_of, promise_step
    from tests.servers.programs.evenings import cookie_of

    office = make_ward_office()
    for person in (office.resident, *office.neighbours):
        choose_reminders(person, addresses={"email": f"{person.username}@example.org"})
    promise = asked_promise(office, by=office.neighbours)
    suggestion = office.publish("একটি বেঞ্চ চাই।", kind="suggestion", author=None)
    of_suggestion = promise_of(office, "A bench.", kind=PromiseKind.SUGGESTION, matter=suggestion)
    promise_step(of_suggestion, "claim", text="It stands.")
    titles, texts = {"bn": "নালা পরিষ্কার হয়েছে"}, {"bn": "৩০০ মিটার নালা।"}
    activity = published(office, said(titles=titles, texts=texts))
    return {
        "councillor": cookie_of(office.councillor),
        "resident": cookie_of(office.resident),
        "neighbours": [cookie_of(person) for person in office.neighbours],
        "promise": promise.number,
        "of_suggestion": of_suggestion.number,
        "receipt": suggestion.receipt,
        "activity": activity.number,
    }


if __name__ == "__main__":
    main()
