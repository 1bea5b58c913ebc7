"""bin/manage due: what is due and overdue among complaints, suggestions and promises, as lines or as JSON."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sessions.matters.resolving.due_list import due_document
from sessions.promises.keeping.due_promises import due_promises

LONGEST_WITHIN = 366


class Command(BaseCommand):
    help = (
        "List the complaints and suggestions that are due today, overdue or still to be acknowledged, "
        "and the promises that are due or overdue, without names or words."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document instead of lines")
        parser.add_argument(
            "--within", type=int, default=0, metavar="DAYS", help="include what is due within so many days"
        )
        parser.add_argument(
            "--ward", type=int, action="append", metavar="NUMBER", help="list this ward only; repeatable"
        )

    def handle(self, *, within: int, ward: list[int] | None, **options: Any) -> None:
        if not 0 <= within <= LONGEST_WITHIN:
            raise CommandError(f"--within takes 0 to {LONGEST_WITHIN} days.")
        today = timezone.localdate()
        document = due_document(today, within_days=within, wards=ward)
        document["promises"] = due_promises(today, within_days=within, wards=ward)
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        for each in document["matters"]:
            self.stdout.write(_line(each))
        for each in document["promises"]:
            self.stdout.write(_promise_line(each))
        self.stdout.write(f"{len(document['matters'])} due on {document['day']}.")
        if document["promises"]:
            self.stdout.write(f"{len(document['promises'])} promises due on {document['day']}.")


def _line(facts: dict[str, Any]) -> str:
    over = facts["overdue"]
    late = (
        f"overdue {over['days']} days ({over['working_days']} working days), stage {facts['stage']}; "
        if over["days"]
        else ""
    )
    acknowledge = f"acknowledge by {facts['acknowledge_by']}; " if facts["acknowledge_by"] else ""
    due = f"due {facts['due_on']}; " if facts["due_on"] else ""
    who = facts["assigned"] or "nobody"
    return (
        f"{facts['number']}  {facts['kind']}, {facts['category']}, {facts['state']}: {due}{late}{acknowledge}with {who}"
    )


def _promise_line(facts: dict[str, Any]) -> str:
    late = f"; overdue {facts['overdue_days']} days" if facts["overdue_days"] else ""
    adopt = "; to adopt" if facts["to_adopt"] else ""
    return f"{facts['number']}  promise, {facts['kind']}, {facts['state']}: due {facts['due_on']}{late}{adopt}"
