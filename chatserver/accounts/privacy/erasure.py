"""Erase a person: the record stays, and nobody can tell any longer whose words it holds."""

import secrets
from datetime import UTC, datetime
from uuid import uuid4

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.codes.printed_codes import void_codes_of
from chatserver.accounts.cookie_sessions.ending import end_cookie_sessions
from chatserver.accounts.models import User
from chatserver.accounts.models.identity import Identity
from chatserver.accounts.models.sign_in_code import SignInCode
from chatserver.accounts.names.labels import has_duty
from chatserver.accounts.privacy.personal_data import PERSONAL_DATA, OnErasure, fields_about_people, rows_of_person
from chatserver.accounts.signups.re_registration import block_re_registration
from moderation.appeals.deciding import withdraw_appeals
from moderation.matters.appeals import withdraw_matter_appeals
from sessions.chats.questions.consent_withdrawal import withdraw_consent
from sessions.chats.questions.erasing import empty_unpublished_words, lock_chats_of_author
from sessions.matters.erasing import withdraw_unseen_matters
from sessions.models import Invite, Question
from sessions.platform.refusals import Refused
from sessions.record.redaction.storage import log_truncation

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of joining of erased accounts: the true one would match a printed code or an invitation of that day."""


def erase_person(person: User) -> None:
    """Delete what says who the person is and what was never public, and sign them out everywhere.

    Raises Refused has_duty.
    """
    cut_links(person)
    end_cookie_sessions([person.pk])
    transaction.on_commit(log_truncation.truncate_after_erasure)


@transaction.atomic
def cut_links(person: User) -> None:
    """Delete what says who the person is, withdraw what is undecided of them, and empty what never was public.

    The account stays as an empty row, so that backings and decisions still count as one person's each. For a person
    who never had a duty, the row gets another public id, so that the log no longer leads to it. Their cookie sessions
    and sockets end. Raises Refused has_duty, and stale (the person was read before a change of ward).
    """
    require_erasable(person)
    lock_chats_of_author(person)
    withdraw_consent(person)
    withdraw_appeals(person)
    empty_unpublished_words(person)
    _withdraw_matters(person)
    _lock(person)
    _withdraw_matters(person)  # lodged in another window meanwhile: from now on nothing is
    block_re_registration(person)
    had_duty = person.appointments.exists() or person.offices.exists() or person.chairs.exists()
    void_codes_of(person)
    for channel, address in Identity.objects.filter(person=person).values_list("channel", "address"):
        SignInCode.objects.filter(channel=channel, address=address).delete()
    _clear_mentions(person)
    Question.objects.filter(author=person).update(salt="")  # nobody can prove any longer which words they were
    for name, model, field in fields_about_people():
        match PERSONAL_DATA[name].on_erasure:
            case OnErasure.DELETED:
                rows_of_person(model, field, person).delete()
            case OnErasure.CUT:
                rows_of_person(model, field, person).update(**{field: None})
            case OnErasure.NAMELESS:
                pass
    _empty(person, keeps_public_id=had_duty)


def require_erasable(person: User) -> None:
    """Raises Refused has_duty for a person who has a duty today."""
    if has_duty(person) or person.is_staff:
        raise Refused(
            "has_duty", _("You have an office or a role here. Once it has ended, your account can be deleted.")
        )


def _withdraw_matters(person: User) -> None:
    withdraw_matter_appeals(person)
    withdraw_unseen_matters(person)


def _lock(person: User) -> None:
    """Read the account again under a lock: a concurrent change is saved before the erasure, or not at all.

    The chats of the ward are locked before it, as by every command.
    """
    ward_id = person.ward_id
    person.refresh_from_db(from_queryset=User.objects.select_for_update(of=("self",)))
    if person.ward_id != ward_id:  # the person has just moved in another window: that ward's chats are not locked
        raise Refused("stale", _("Your ward has been changed in the meantime. Please check it again."))


def _clear_mentions(person: User) -> None:
    """Clear the texts that name the person: the clerk's note on an invitation, and the administration's history."""
    Invite.objects.filter(used_by=person).update(name="")
    accounts = ContentType.objects.get_for_model(User)
    about = LogEntry.objects.filter(content_type=accounts, object_id=str(person.pk))
    about.update(object_repr="", change_message="")


def _empty(person: User, *, keeps_public_id: bool) -> None:
    """Empty and deactivate the account: an inactive one has no socket (chatserver/live/admission/revalidation.py)."""
    person.username = f"erased-{secrets.token_hex(8)}"
    person.label, person.ward, person.moved_at, person.last_login = "", None, None, None
    person.joined_at = LONG_AGO
    person.language = settings.LANGUAGE_CODE
    person.is_active = False
    person.set_unusable_password()
    if not keeps_public_id:
        person.public_id = uuid4()
    person.save()
