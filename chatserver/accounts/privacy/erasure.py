"""Cut the link between a person and what is kept: the record stays, and nobody can say any more whose it was."""

import secrets
from datetime import UTC, datetime
from uuid import uuid4

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.cookie_sessions.ending import end_cookie_sessions
from chatserver.accounts.models import User
from chatserver.accounts.models.identity import Identity
from chatserver.accounts.models.sign_in_code import SignInCode
from chatserver.accounts.names.labels import has_duty
from chatserver.accounts.privacy.personal_data import PLACES, Fate, pointers, rows_of
from chatserver.accounts.signups.re_registration import let_rest
from sessions.models import Invite
from sessions.questions.consent_withdrawal import withdraw_consent
from sessions.refusals import Refused

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""When those who are erased joined: the true moment stands beside the printed code or the invitation of that day."""


def erase_person(person: User) -> None:
    """Forget who the person is, and sign them out everywhere. Raises Refused has_duty."""
    cut_links(person)
    end_cookie_sessions([person.pk])


@transaction.atomic
def cut_links(person: User) -> None:
    """Delete what says who the person is, and withdraw their questions that nobody has decided.

    What stays behind of the account is an empty shell, by which backings and decisions go on counting as one person's
    each; of whoever never had a duty, not even the log's opaque id leads there. No cookie session and no socket of
    theirs counts from now on. Raises Refused has_duty, and stale (the person was read before a move).
    """
    require_erasable(person)
    withdraw_consent(person)
    _lock(person)
    let_rest(person)
    had_duty = person.appointments.exists() or person.offices.exists()
    for channel, address in Identity.objects.filter(person=person).values_list("channel", "address"):
        SignInCode.objects.filter(channel=channel, address=address).delete()
    _clear_mentions(person)
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
            "has_duty", _("You have an office or a role here. Once it has ended, your account can be deleted.")
        )


def _lock(person: User) -> None:
    """Read the account again and hold it: what is saved of it meanwhile is saved before, or not at all.

    The chats of the ward are locked already, as by every command.
    """
    ward_id = person.ward_id
    person.refresh_from_db(from_queryset=User.objects.select_for_update(of=("self",)))
    if person.ward_id != ward_id:  # in another window, a moment ago: that ward's chats are not locked
        raise Refused("stale", _("Your ward has been changed in the meantime. Please check it again."))


def _clear_mentions(person: User) -> None:
    """Rows that name the person: the clerk's words for whom a link is, and how the administration lists an account."""
    Invite.objects.filter(used_by=person).update(name="")
    accounts = ContentType.objects.get_for_model(User)
    about = LogEntry.objects.filter(content_type=accounts, object_id=str(person.pk))
    about.update(object_repr="", change_message="")


def _empty(person: User, *, keeps_public_id: bool) -> None:
    """An account that is not active has no socket and no command (chatserver/live/admission/revalidation.py)."""
    person.username = f"erased-{secrets.token_hex(8)}"
    person.label, person.ward, person.moved_at, person.last_login = "", None, None, None
    person.joined_at = LONG_AGO
    person.language = settings.LANGUAGE_CODE
    person.is_active = False
    person.set_unusable_password()
    if not keeps_public_id:
        person.public_id = uuid4()
    person.save()
