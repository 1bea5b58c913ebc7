"""Whose number it is: a household shares a phone, and each of its people has an account of their own."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.arrivals import welcome
from chatserver.accounts.codes import Line, spend_proof
from chatserver.accounts.coming_back import KEPT_OUT, require_rested
from chatserver.accounts.identity import Identity
from chatserver.accounts.models import User
from chatserver.accounts.sign_in_code import SignInCode
from sessions.models import Ban
from sessions.refusals import Refused

LARGEST_HOUSEHOLD = 8


def people_at(channel: str, address: str) -> list[User]:
    """Who signs in by it and may still act, whoever was here last first."""
    found = User.objects.filter(is_active=True, identities__channel=channel, identities__address=address)
    return list(found.select_related("ward").order_by("-identities__last_used_at", "pk"))


@transaction.atomic
def choose_person(proof: SignInCode, person: User | None) -> User:
    """Sign in as one of those who are known by the address. Raises Refused not_listed and void_code."""
    rows = Identity.objects.filter(channel=proof.channel, address=proof.address, person=person)
    if person is None or not person.is_active or not rows.update(last_used_at=timezone.now()):
        raise Refused("not_listed", _("Choose one of those who are listed."))
    spend_proof(proof)
    return person


@transaction.atomic
def add_person(proof: SignInCode, *, language: str, line: Line) -> User:
    """A new account for somebody whom the address does not know yet.

    Raises Refused too_many, too_often, void_code, WorkNeeded, and banned: whoever is kept out must not come back as
    somebody new.
    """
    spend_proof(proof)
    known = Identity.objects.filter(channel=proof.channel, address=proof.address)
    kept_out = Ban.objects.in_force(timezone.now()).values("person")
    if known.filter(Q(person__is_active=False) | Q(person__in=kept_out)).exists():
        raise Refused("banned", KEPT_OUT)
    if known.count() >= LARGEST_HOUSEHOLD:
        raise Refused("too_many", _("No more people can sign in with it. Ask your ward office for a printed code."))
    require_rested(proof.channel, proof.address)
    person = welcome(language=language, line=line)
    Identity.objects.create(person=person, channel=proof.channel, address=proof.address)
    return person
