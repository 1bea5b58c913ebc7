"""bin/manage announce_chat: plan one chat session of a ward."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from sessions.chats.calendar.lifecycle.announcing_by_hand import announce_by_operator
from sessions.models import Ward
from sessions.platform.refusals import Refused


class Command(BaseCommand):
    help = "Announce a chat session: residents can ask at once; the server opens and closes it on time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ward", type=int, required=True, help="the ward's number")
        parser.add_argument(
            "--at", required=True, help="start in the installation's time zone, such as 2027-01-02T18:00"
        )
        parser.add_argument("--minutes", type=int, default=60, help="length in minutes (default: 60)")

    def handle(self, *, ward: int, at: str, minutes: int, **options: Any) -> None:
        row = Ward.objects.filter(number=ward).first()
        if row is None:
            raise CommandError(f"There is no ward {ward}. Load the wards first: load_wards FILE")
        try:
            chat_session = announce_by_operator(row, starts_at=_moment(at), minutes=minutes)
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(f"Announced: /chat/{chat_session.pk}/")


def _moment(written: str) -> datetime:
    try:
        moment = parse_datetime(written)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"--at {written!r} is not a date and time such as 2027-01-02T18:00")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
