"""Cut the link between a person and what is kept: the record stays, and nobody can say any more whose it was."""

import secrets
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.coming_back import let_rest
from chatserver.accounts.cookie_sessions import end_cookie_sessions
from chatserver.accounts.fates import PLACES, Fate, pointers, rows_of
from chatserver.accounts.identity import Identity
from chatserver.accounts.labels import has_duty
from chatserver.accounts.models import User
from chatserver.accounts.sign_in_code import SignInCode
from sessions.consents import withdraw_consent
from sessions.refusals import Refused


def erase_person(person: User) -> None:
    """Forget who the person is, and sign them out everywhere. Raises Refused has_duty."""
    cut_links(person)
    end_cookie_sessions([person.pk])


@transaction.atomic
def cut_links(person: User) -> None:
    """Delete what says who the person is, and withdraw their questions that nobody has decided.

    What stays behind of the account is an empty shell, by which backings and decisions go on counting as one person's
    each; of whoever never had a duty, not even the log's opaque id leads there. No cookie session and no socket of
    theirs counts from now on. Raises Refused has_duty.
    """
    require_erasable(person)
    let_rest(person)
    withdraw_consent(person)
    had_duty = person.appointments.exists() or person.offices.exists()
    for channel, address in Identity.objects.filter(person=person).values_list("channel", "address"):
        SignInCode.objects.filter(channel=channel, address=address).delete()
    for name, model, field in pointers():
        match PLACES[name].fate:
            case Fate.DELETED:
                rows_of(model, field, person).delete()
            case Fate.CUT:
                rows_of(model, field, person).update(**{field: None})
            case Fate.NAMELESS:
                pass
    _empty(person, keeps_public_id=had_duty)


def require_erasable(person: User) -> None:
    """Raises Refused has_duty for whoever decides something here today."""
    if has_duty(person) or person.is_staff:
        raise Refused(
            "has_duty", _("You hold an office or a duty here. Once it has ended, your account can be erased.")
        )


def _empty(person: User, *, keeps_public_id: bool) -> None:
    """An account that is active no more has no socket and no command either (chatserver/live/staying.py)."""
    person.username = f"erased-{secrets.token_hex(8)}"
    person.label, person.ward, person.moved_at, person.last_login = "", None, None, None
    person.language = settings.LANGUAGE_CODE
    person.is_active = False
    person.set_unusable_password()
    if not keeps_public_id:
        person.public_id = uuid4()
    person.save()
