"""Where a person is written down, table by table, and what becomes of each when they are erased.

A table that points at people and is not listed here fails a test, so that somebody decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import ForeignObjectRel, Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.models import User


class Fate(StrEnum):
    DELETED = "deleted"
    CUT = "cut"
    """The row stays, and points at nobody any more."""
    NAMELESS = "nameless"
    """The row stays, and points at an account of which nothing is known any more."""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a table keeps of people, in words, and its fate."""

    title: str | Promise
    fate: Fate
    is_of_others: bool = False
    """What the rows say is about somebody else; the person has only acted there."""


PLACES: dict[str, PersonalData] = {
    "accounts.Identity.person": PersonalData(_("Phone numbers and e-mail addresses you sign in with"), Fate.DELETED),
    "account.EmailAddress.user": PersonalData(_("Phone numbers and e-mail addresses you sign in with"), Fate.DELETED),
    "mfa.Authenticator.user": PersonalData(_("Two-step verification"), Fate.DELETED),
    "accounts.EnrolmentCode.person": PersonalData(_("Two-step verification"), Fate.DELETED),
    "accounts.Contact.person": PersonalData(_("Addresses for reminders"), Fate.DELETED),
    "chat_sessions.Following.person": PersonalData(_("Reminders that you asked for"), Fate.DELETED),
    "chat_sessions.Reminder.person": PersonalData(_("Reminders to you"), Fate.DELETED),
    "chat_sessions.FeedAddress.person": PersonalData(_("The private link of your calendar"), Fate.DELETED),
    "chat_sessions.Consent.person": PersonalData(_("What you agreed to"), Fate.DELETED),
    "chat_sessions.Move.person": PersonalData(_("Which wards you chose"), Fate.DELETED),
    "chat_sessions.StoredReply.person": PersonalData(_("Replies kept so that nothing is done twice"), Fate.DELETED),
    "chat_sessions.Mute.person": PersonalData(_("Pauses from asking"), Fate.DELETED),
    "chat_sessions.Ban.person": PersonalData(_("Bans"), Fate.DELETED),
    "accounts.Arrival.person": PersonalData(_("Your first sign-in"), Fate.DELETED),
    "accounts.PrintedCode.person": PersonalData(_("Printed codes that you used"), Fate.CUT),
    "chat_sessions.Invite.used_by": PersonalData(_("Invitations that you accepted"), Fate.CUT),
    "chat_sessions.Question.author": PersonalData(_("Your questions"), Fate.CUT),
    "chat_sessions.Question.claimed_by": PersonalData(
        _("Questions that you are deciding"), Fate.CUT, is_of_others=True
    ),
    "chat_sessions.Backing.person": PersonalData(_("Questions that you support"), Fate.NAMELESS),
    "chat_sessions.Report.person": PersonalData(_("What you reported"), Fate.NAMELESS),
    "chat_sessions.Office.holder": PersonalData(_("Offices that you held"), Fate.NAMELESS),
    "chat_sessions.Appointment.person": PersonalData(_("Roles that you had"), Fate.NAMELESS),
    "chat_sessions.Call.official": PersonalData(_("Questions that you were called to answer"), Fate.NAMELESS),
    "moderation.Decision.moderator": PersonalData(_("Your decisions as moderator"), Fate.NAMELESS),
    "chat_sessions.Change.person": PersonalData(_("Your changes as clerk"), Fate.NAMELESS, is_of_others=True),
    "chat_sessions.Ban.banned_by": PersonalData(_("Your changes as clerk"), Fate.NAMELESS, is_of_others=True),
    "chat_sessions.Ban.lifted_by": PersonalData(_("Your changes as clerk"), Fate.NAMELESS, is_of_others=True),
    "chat_sessions.Invite.made_by": PersonalData(_("Your changes as clerk"), Fate.NAMELESS, is_of_others=True),
    "accounts.PrintedBatch.made_by": PersonalData(_("Your changes as clerk"), Fate.NAMELESS),
    "accounts.Crowd.settled_by": PersonalData(_("Your changes as clerk"), Fate.NAMELESS),
    "admin.LogEntry.user": PersonalData(_("Your changes in the administration"), Fate.NAMELESS, is_of_others=True),
    "accounts.User_groups.user": PersonalData(_("Rights in the administration"), Fate.DELETED),
    "accounts.User_user_permissions.user": PersonalData(_("Rights in the administration"), Fate.DELETED),
}
"""By the model and its field that points at a person."""


def pointers() -> Iterator[tuple[str, type[Model], str]]:
    """Every field of every table that points at people: its name in PLACES, its model, and its own name."""
    for relation in User._meta.get_fields(include_hidden=True):  # noqa: SLF001 -- Django's own way to ask for them
        if isinstance(relation, ForeignObjectRel):
            model: Any = relation.related_model
            yield str(relation.field), model, relation.field.name


def rows_of(model: type[Model], field: str, person: User) -> QuerySet[Any]:
    return QuerySet[Any](model).filter(**{field: person})
