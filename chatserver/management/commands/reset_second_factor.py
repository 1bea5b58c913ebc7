"""bin/manage reset_second_factor: for a person who has lost their device and their recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chatserver.accounts.cookie_sessions.ending import end_cookie_sessions
from chatserver.accounts.models import User
from chatserver.accounts.second_factor.authenticators import forget_authenticators
from chatserver.accounts.second_factor.enrolment import make_enrolment_code


class Command(BaseCommand):
    help = "Take a person's second factors away, sign them out everywhere, and print a code to set up new ones with."
    requires_system_checks = ()  # they read all pages, which it does not need

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="the user name, or the public id as the clerk's changes show it")

    def handle(self, *, person: str, **options: Any) -> None:
        account = User.objects.find_named(person)
        if account is None:
            raise CommandError("There is no such account.")
        count = forget_authenticators(account)
        end_cookie_sessions([account.pk])
        self.stdout.write(f"Taken away: {count}. Signed out everywhere.")
        code = make_enrolment_code(account)
        self.stdout.write(f"Give them this code. With it they set up a new one, once and within seven days: {code}")
