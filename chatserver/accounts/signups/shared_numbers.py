"""Shared numbers: a household shares a phone, and each of its people has an account of their own."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.codes.codes import RequestOrigin, spend_proof
from chatserver.accounts.email_addresses import is_of_gmail, mailbox_of
from chatserver.accounts.models import User
from chatserver.accounts.models.identity import Identity, mailbox_at
from chatserver.accounts.models.sign_in_code import SignInCode
from chatserver.accounts.signups.re_registration import KEPT_OUT, require_not_blocked
from chatserver.accounts.signups.signups import sign_up
from sessions.models import Ban, Channel
from sessions.platform.refusals import Refused

LARGEST_HOUSEHOLD = 8


def people_at(channel: str, address: str) -> list[User]:
    """Active people who sign in with this address, the latest sign-in first."""
    rows = _known_by(channel, address).filter(person__is_active=True).select_related("person__ward")
    return list(dict.fromkeys(row.person for row in rows.order_by("-last_used_at", "person")))


@transaction.atomic
def choose_person(proof: SignInCode, person: User | None) -> User:
    """Sign in as one of the people with this address. Raises Refused not_listed and void_code."""
    rows = _known_by(proof.channel, proof.address).filter(person=person)
    if person is None or not person.is_active or not rows.update(last_used_at=timezone.now()):
        raise Refused("not_listed", _("Choose one of the people listed."))
    spend_proof(proof)
    return person


@transaction.atomic
def add_person(proof: SignInCode, *, language: str, origin: RequestOrigin) -> User:
    """Make a new account for a new person with this address.

    Raises Refused too_many, too_often, void_code, mailbox_known (by another spelling), WorkNeeded, and banned: a user
    who is kept out must not come back as somebody new.
    """
    spend_proof(proof)
    mailbox = mailbox_at(proof.channel, proof.address)
    # An identity from before a provider was known keeps the mailbox of then: it is found by its address.
    known = Identity.objects.filter(Q(mailbox=mailbox) | Q(address=proof.address), channel=proof.channel)
    kept_out = Ban.objects.in_force(timezone.now()).values("person")
    if known.filter(Q(person__is_active=False) | Q(person__in=kept_out)).exists():
        raise Refused("banned", KEPT_OUT)
    if known.count() >= LARGEST_HOUSEHOLD:
        raise Refused(
            "too_many", _("As many people as allowed already sign in with it. Ask your ward office for a printed code.")
        )
    if known.exists() and not _known_by(proof.channel, proof.address).exists():
        raise Refused(
            "mailbox_known",
            _(
                "This mailbox already signs in here under another spelling. Write the address as you did the first "
                "time."
            ),
        )
    require_not_blocked(proof.channel, proof.address)
    place = _free_place(known)
    person = sign_up(language=language, origin=origin, vouched_by=proof.channel, place=place)
    Identity.objects.create(person=person, channel=proof.channel, address=proof.address)
    return person


def _known_by(channel: str, address: str) -> QuerySet[Identity]:
    """Identities with this address; other spellings of a mailbox only where they surely have the same reader."""
    rows = Identity.objects.filter(channel=channel)
    if channel == Channel.EMAIL and is_of_gmail(address):
        return rows.filter(mailbox=mailbox_of(address))
    return rows.filter(address=address)


def _free_place(known: QuerySet[Identity]) -> int:
    """The first free place, from 1, among the accounts of this address."""
    taken = set(known.values_list("person__place_at_address", flat=True))
    return next(place for place in range(1, len(taken) + 2) if place not in taken)
