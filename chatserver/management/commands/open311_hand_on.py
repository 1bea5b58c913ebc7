"""bin/manage open311_hand_on add|list|settle: complaints that are handed on to other offices' programs (Open311)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from chatserver.outside.open311.client.handing_on import hand_on, receiver_of
from chatserver.outside.open311.client.outbox import note_number
from chatserver.outside.open311.client.told_here import UPDATE
from sessions.matters.matter_numbers import read_matter_number
from sessions.matters.steps import lock_matter, take_matter_step
from sessions.models import Matter, MatterState, Open311Sending, SendingState
from sessions.models.matters.transitions import By
from sessions.platform.refusals import Refused


class Command(BaseCommand):
    help = (
        "add NUMBER: pass a complaint on to the office whose program OPEN311_RECEIVERS names for its category; it is "
        "sent by the running server. list: what was handed on, and what has become of it. settle NUMBER THEIRS: enter "
        "their number, where nobody knows whether it arrived and a clerk has looked."
    )
    requires_system_checks = ()  # they read all pages, which it does not need

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=("add", "list", "settle"))
        parser.add_argument("number", nargs="?", default="", help="number of the complaint, such as 95-2027-0143")
        parser.add_argument("theirs", nargs="?", default="", help="the office's own number (settle)")

    def handle(self, *, do: str, number: str, theirs: str, **options: Any) -> None:
        if do == "list":
            self._list()
            return
        matter = Matter.objects.select_related("category").filter(number=read_matter_number(number) or "").first()
        if matter is None:
            raise CommandError(f"There is no complaint {number}.")
        try:
            self.stdout.write(_add(matter) if do == "add" else _settle(matter, theirs.strip()))
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from None

    def _list(self) -> None:
        for row in Open311Sending.objects.select_related("matter").order_by("matter__number"):
            facts = [row.matter.number, row.receiver, row.state, row.external_number, row.their_status, row.problem]
            self.stdout.write("\t".join(facts))


@transaction.atomic
def _add(found: Matter) -> str:
    receiver = receiver_of(found)
    if receiver is None:
        raise CommandError(f"OPEN311_RECEIVERS names no receiver for {found.category.slug}.")
    matter = lock_matter(found.pk)
    if matter.external_number:
        raise CommandError(f"The office already has it, as {matter.external_number}.")
    if matter.state != MatterState.TRANSFERRED:
        matter.agency, matter.is_acknowledged = receiver.agency, True
        take_matter_step(matter, "transfer", by=By.OFFICE, told={"agency": receiver.agency})
    elif hand_on(matter, receiver):
        matter.agency = receiver.agency
        take_matter_step(matter, UPDATE, by=By.OFFICE, told={"agency": receiver.agency})
    return f"{matter.number}: handed on to {receiver.agency}."


def _settle(matter: Matter, theirs: str) -> str:
    if not theirs:
        raise CommandError("Give the office's number, too.")
    sending = Open311Sending.objects.filter(
        matter=matter, state__in=(SendingState.UNSURE, SendingState.REFUSED)
    ).first()
    if sending is None:
        raise CommandError(f"There is nothing to settle about {matter.number}.")
    note_number(sending, theirs)
    return f"{matter.number}: they have it under {theirs}."
