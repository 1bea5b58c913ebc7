"""bin/manage seal_record: seal the record of one chat; the clock does so by itself once the window has passed."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.log.audit import OPERATOR
from sessions.log.confirmed_time import time_kept
from sessions.models import ChatSession, Record
from sessions.platform.refusals import Refused
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.states import EntryChangedError


class Command(BaseCommand):
    help = "Seal the record of a chat. Before its correction window ends, this needs --now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "id", metavar="ID", help="id of the chat, or address of its record, such as ward-95-2027-01-02"
        )
        parser.add_argument("--now", action="store_true", help="seal before the correction window ends")
        parser.add_argument("--reason", default="", help="why it is sealed early; published in the record")

    @time_kept()
    def handle(self, *, id: str, now: bool, reason: str, **options: Any) -> None:
        record = _find_record(id)
        if record.is_in_window and not now:
            assert record.correct_until is not None, "it has a window"
            until = timezone.localtime(record.correct_until)
            raise CommandError(
                f"Typing faults can be corrected until {until:%d %B %Y, %H:%M}. To seal it before that: --now"
            )
        try:
            seal_chat_session(record.chat_session, by=OPERATOR, reason=reason)
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        except LogRefused as refusal:
            raise CommandError(f"Nothing was sealed. {refusal}") from refusal
        except EntryChangedError as change:
            raise CommandError(f"Nothing was sealed: {change}.") from change
        except (DatabaseError, OSError) as failure:
            raise CommandError(f"Nothing was sealed: {failure}. Fix this and try again.") from failure
        tree = Record.objects.get(pk=record.pk).document["tree"]
        self.stdout.write(f"Sealed: /records/{record.slug}/, {tree['size']} entries, root {tree['root']}")


def _find_record(written: str) -> Record:
    rows = Record.objects.select_related("chat_session").defer("document")
    try:
        record = rows.filter(chat_session=UUID(written)).first()
        if record is None and ChatSession.objects.filter(pk=written).exists():
            raise CommandError("This chat is not over yet, or was never held: it has no record.")
    except ValueError:
        record = rows.filter(slug=written).first()
    if record is None:
        raise CommandError(f"There is no chat and no record {written!r}.")
    if not record.is_draft:
        raise CommandError("This record is sealed already.")
    return record
