"""bin/manage reset_second_factor: for a person who has lost their device and their recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chatserver.accounts.cookie_sessions.ending import end_cookie_sessions
from chatserver.accounts.models import User
from chatserver.accounts.second_factor.authenticators import forget_authenticators
from chatserver.accounts.second_factor.enrolment import make_enrolment_code


class Command(BaseCommand):
    help = "Remove a person's second factors, sign them out everywhere, and print a code for setting up new ones."
    requires_system_checks = ()  # they read all pages, which it does not need

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="user name, or public id as the clerk's change log shows it")

    def handle(self, *, person: str, **options: Any) -> None:
        account = User.objects.find_named(person)
        if account is None:
            raise CommandError("There is no such account.")
        count = forget_authenticators(account)
        end_cookie_sessions([account.pk])
        self.stdout.write(f"Removed: {count}. Signed out everywhere.")
        code = make_enrolment_code(account)
        self.stdout.write(f"Give them this code. It sets up a new one, once and within seven days: {code}")
