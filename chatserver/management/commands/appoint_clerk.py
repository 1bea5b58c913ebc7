"""bin/manage appoint_clerk: appoint an account as clerk; the first clerk then invites everybody else."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chatserver.accounts.models import User
from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.invites import appoint_clerk
from sessions.models import Borough, Ward
from sessions.platform.refusals import Refused


class Command(BaseCommand):
    help = "Make an account a clerk of the whole city, of a borough or of a ward, from today."
    requires_system_checks = ()  # they read all pages, which it does not need

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="user name, or public id as the clerk's change log shows it")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--borough", help="a borough's code, such as X")
        where.add_argument("--ward", type=int, help="a ward's number")

    def handle(self, *, person: str, borough: str | None, ward: int | None, **options: Any) -> None:
        account = User.objects.find_named(person)
        if account is None:
            raise CommandError("There is no such account. Make one first: createsuperuser")
        try:
            held = appoint_clerk(account, _place(borough, ward))
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(f"{held}: {account.username}. Sign in at /sign-in/password/, then see /planning/.")
        if not Ward.objects.exists():
            self.stdout.write("No ward is loaded yet, so there is nothing to plan: bin/manage load_wards [FILE]")


def _place(borough: str | None, ward: int | None) -> AppointmentPlace:
    if ward is not None:
        found = Ward.objects.filter(number=ward).select_related("borough").first()
        if found is None:
            raise CommandError(f"There is no ward {ward}. Load the wards first: load_wards FILE")
        return AppointmentPlace(ward=found)
    if borough is not None:
        row = Borough.objects.filter(code=borough).first()
        if row is None:
            raise CommandError(f"There is no borough {borough}. Load the wards first: load_wards FILE")
        return AppointmentPlace(borough=row)
    return AppointmentPlace()
