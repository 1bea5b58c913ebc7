"""bin/manage redact ID --entry N …: propose the redaction of entries of a record; a clerk then has to confirm it."""

from argparse import ArgumentParser
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from sessions.contract.redaction_grounds import RedactionGround
from sessions.models import ChatSession
from sessions.platform.refusals import Refused
from sessions.record.redaction.proposing import CourtOrder, propose_redaction


class Command(BaseCommand):
    help = "Propose to destroy words of a record. Nothing happens until a clerk of the ward confirms it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", help="id of the chat session, or address (slug) of its record")
        parser.add_argument("--entry", type=int, action="append", required=True, help="number of the entry; repeatable")
        parser.add_argument("--ground", choices=list(RedactionGround), required=True)
        parser.add_argument("--authority", required=True, help="who ordered it, and by which document; published")
        parser.add_argument("--order", default="", help="number of the court order; published, required for one")
        parser.add_argument(
            "--order-date", type=date.fromisoformat, help="date of the court order, such as 2026-12-02; published"
        )
        parser.add_argument(
            "--fields", default="", help="fields to redact, such as text,label (default: the whole entry)"
        )

    def handle(self, *, id: str, entry: list[int], ground: str, authority: str, fields: str, **options: Any) -> None:
        order = CourtOrder(options["order"], options["order_date"])
        names = [name.strip() for name in fields.split(",") if name.strip()]
        try:
            redaction = propose_redaction(
                _find(id), dict.fromkeys(entry, names), ground=ground, authority=authority, clerk=None, order=order
            )
        except Refused as refused:
            raise CommandError(str(refused.message)) from None
        self.stdout.write(
            f"Proposed as redaction {redaction.pk}. Nothing is destroyed yet: a clerk of the ward confirms it "
            f"on /planning/redactions/{redaction.pk}/."
        )


def _find(wanted: str) -> ChatSession:
    try:
        found = ChatSession.objects.filter(pk=UUID(wanted)).first()
    except ValueError:
        found = ChatSession.objects.filter(record__slug=wanted).first()
    if found is None:
        raise CommandError(f"There is no chat session and no record {wanted}.")
    return found
