"""bin/manage enter_host: say who hosts a ward's chats from a day on."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sessions.city.people.terms_of_office import NewTerm, hand_over, last_term
from sessions.models import OfficeKind, Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import from_fields, language_codes


class Command(BaseCommand):
    help = (
        "Enter who hosts a ward's chats from a day on; the term before ends on the day before. Clerks do the same on "
        "/planning/, and invite the account that answers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ward", type=int, required=True, help="the ward's number")
        parser.add_argument("--name", default="", help="name in English; leave out for a vacant office")
        for code in language_codes():
            if code != settings.FALLBACK_LANGUAGE:
                parser.add_argument(f"--name-{code}", default="", help=f"the name in the language {code}")
        parser.add_argument("--kind", choices=OfficeKind.values, default=OfficeKind.COUNCILLOR.value)
        parser.add_argument("--from", dest="from_on", type=date.fromisoformat, help="YYYY-MM-DD (default: today)")

    def handle(self, *, ward: int, name: str, kind: str, from_on: date | None, **options: Any) -> None:
        row = Ward.objects.filter(number=ward).first()
        if row is None:
            raise CommandError(f"There is no ward {ward}. Load the wards first: load_wards FILE")
        last = last_term(row)
        try:
            names = from_fields("name", options) | ({settings.FALLBACK_LANGUAGE: name} if name else {})
            wanted = NewTerm(kind=kind, from_on=from_on or timezone.localdate(), names=names)
            office = hand_over(row, wanted, seen=last.pk if last is not None else None, clerk=None)
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(f"{office}: {office.name or '–'}, from {office.from_on.isoformat()} on.")
