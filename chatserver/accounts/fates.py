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
class Place:
    """What a table keeps of people, in words, and its fate."""

    title: str | Promise
    fate: Fate
    is_of_others: bool = False
    """What the rows say is about somebody else; the person has only acted there."""


PLACES: dict[str, Place] = {
    "accounts.Identity.person": Place(_("Phone numbers and e-mail addresses you sign in with"), Fate.DELETED),
    "account.EmailAddress.user": Place(_("Phone numbers and e-mail addresses you sign in with"), Fate.DELETED),
    "mfa.Authenticator.user": Place(_("Two-step verification"), Fate.DELETED),
    "accounts.EnrolmentCode.person": Place(_("Two-step verification"), Fate.DELETED),
    "accounts.Contact.person": Place(_("Addresses for reminders"), Fate.DELETED),
    "chat_sessions.Following.person": Place(_("Reminders that you asked for"), Fate.DELETED),
    "chat_sessions.Reminder.person": Place(_("Reminders to you"), Fate.DELETED),
    "chat_sessions.FeedAddress.person": Place(_("The private link of your calendar"), Fate.DELETED),
    "chat_sessions.Consent.person": Place(_("What you agreed to"), Fate.DELETED),
    "chat_sessions.Move.person": Place(_("Which wards you chose"), Fate.DELETED),
    "chat_sessions.StoredReply.person": Place(_("Replies kept so that nothing is done twice"), Fate.DELETED),
    "chat_sessions.Mute.person": Place(_("Pauses from asking"), Fate.DELETED),
    "chat_sessions.Ban.person": Place(_("Bans"), Fate.DELETED),
    "accounts.Arrival.person": Place(_("Your first sign-in"), Fate.DELETED),
    "accounts.PrintedCode.person": Place(_("Printed codes that you used"), Fate.CUT),
    "chat_sessions.Invite.used_by": Place(_("Invitations that you accepted"), Fate.CUT),
    "chat_sessions.Question.author": Place(_("Your questions"), Fate.CUT),
    "chat_sessions.Question.claimed_by": Place(_("Questions that you are deciding"), Fate.CUT, is_of_others=True),
    "chat_sessions.Backing.person": Place(_("Questions that you support"), Fate.NAMELESS),
    "chat_sessions.Report.person": Place(_("What you reported"), Fate.NAMELESS),
    "chat_sessions.Office.holder": Place(_("Offices that you held"), Fate.NAMELESS),
    "chat_sessions.Appointment.person": Place(_("Roles that you had"), Fate.NAMELESS),
    "chat_sessions.Call.official": Place(_("Questions that you were called to answer"), Fate.NAMELESS),
    "moderation.Decision.moderator": Place(_("Your decisions as moderator"), Fate.NAMELESS),
    "chat_sessions.Change.person": Place(_("Your changes as clerk"), Fate.NAMELESS, is_of_others=True),
    "chat_sessions.Ban.banned_by": Place(_("Your changes as clerk"), Fate.NAMELESS, is_of_others=True),
    "chat_sessions.Ban.lifted_by": Place(_("Your changes as clerk"), Fate.NAMELESS, is_of_others=True),
    "chat_sessions.Invite.made_by": Place(_("Your changes as clerk"), Fate.NAMELESS, is_of_others=True),
    "accounts.PrintedBatch.made_by": Place(_("Your changes as clerk"), Fate.NAMELESS),
    "accounts.Crowd.settled_by": Place(_("Your changes as clerk"), Fate.NAMELESS),
    "admin.LogEntry.user": Place(_("Your changes in the administration"), Fate.NAMELESS, is_of_others=True),
    "accounts.User_groups.user": Place(_("Rights in the administration"), Fate.DELETED),
    "accounts.User_user_permissions.user": Place(_("Rights in the administration"), Fate.DELETED),
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
