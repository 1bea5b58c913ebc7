"""The registry of personal data: each field that points at a person, and what an erasure does to its rows.

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


class OnErasure(StrEnum):
    DELETED = "deleted"
    CUT = "cut"
    """The row stays, and no longer points at anybody."""
    NAMELESS = "nameless"
    """The row stays, and points at an account about which nothing is known any longer."""


@dataclass(frozen=True, slots=True)
class HeldData:
    """A kind of data that is held about a person. title: what the rows hold, in words for the person."""

    title: str | Promise
    on_erasure: OnErasure
    is_of_others: bool = False
    """The rows are about other people; this person has only acted there."""


PERSONAL_DATA: dict[str, HeldData] = {
    "accounts.Identity.person": HeldData(_("Phone numbers and e-mail addresses you sign in with"), OnErasure.DELETED),
    "account.EmailAddress.user": HeldData(_("Phone numbers and e-mail addresses you sign in with"), OnErasure.DELETED),
    "mfa.Authenticator.user": HeldData(_("Two-step verification"), OnErasure.DELETED),
    "accounts.EnrolmentCode.person": HeldData(_("Two-step verification"), OnErasure.DELETED),
    "accounts.Contact.person": HeldData(_("Addresses for reminders"), OnErasure.DELETED),
    "accounts.PushSubscription.person": HeldData(_("Devices that show you notifications"), OnErasure.DELETED),
    "chat_sessions.Following.person": HeldData(_("Reminders that you asked for"), OnErasure.DELETED),
    "chat_sessions.DigestFollowing.person": HeldData(_("Monthly digests that you asked for"), OnErasure.DELETED),
    "chat_sessions.Reminder.person": HeldData(_("Reminders to you"), OnErasure.DELETED),
    "chat_sessions.FeedAddress.person": HeldData(_("The private link of your calendar"), OnErasure.DELETED),
    "chat_sessions.Consent.person": HeldData(_("What you agreed to"), OnErasure.DELETED),
    "chat_sessions.Move.person": HeldData(_("Which wards you chose"), OnErasure.DELETED),
    "chat_sessions.StoredReply.person": HeldData(_("Replies kept so that nothing is done twice"), OnErasure.DELETED),
    "chat_sessions.Mute.person": HeldData(_("Pauses from asking"), OnErasure.DELETED),
    "chat_sessions.Ban.person": HeldData(_("Bans"), OnErasure.DELETED),
    "accounts.Arrival.person": HeldData(_("Your first sign-in"), OnErasure.DELETED),
    "accounts.PrintedCode.person": HeldData(_("Printed codes that you used"), OnErasure.CUT),
    "chat_sessions.Invite.used_by": HeldData(_("Invitations that you accepted"), OnErasure.CUT),
    "chat_sessions.Question.author": HeldData(_("Your questions"), OnErasure.CUT),
    "chat_sessions.Matter.author": HeldData(_("Your complaints and suggestions"), OnErasure.CUT),
    "chat_sessions.Matter.entered_by": HeldData(
        _("Complaints and suggestions that you wrote down for others"), OnErasure.CUT, is_of_others=True
    ),
    "chat_sessions.Matter.assigned_to": HeldData(
        _("Complaints and suggestions that you work on"), OnErasure.CUT, is_of_others=True
    ),
    "chat_sessions.Matter.claimed_by": HeldData(
        _("Complaints and suggestions that you are deciding"), OnErasure.CUT, is_of_others=True
    ),
    "chat_sessions.MatterVerdict.person": HeldData(_("Whether something was done, as you said it"), OnErasure.NAMELESS),
    "chat_sessions.PromiseVerdict.person": HeldData(
        _("Whether a promise was kept, as you said it"), OnErasure.NAMELESS
    ),
    "chat_sessions.Activity.made_by": HeldData(
        _("Work of the office that you wrote about"), OnErasure.CUT, is_of_others=True
    ),
    "chat_sessions.Activity.published_by": HeldData(
        _("Work of the office that you wrote about"), OnErasure.CUT, is_of_others=True
    ),
    "chat_sessions.ActivityPhoto.added_by": HeldData(
        _("Photos of work of the office that you added or looked at"), OnErasure.CUT, is_of_others=True
    ),
    "chat_sessions.ActivityPhoto.shown_by": HeldData(
        _("Photos of work of the office that you added or looked at"), OnErasure.CUT, is_of_others=True
    ),
    "chat_sessions.Question.claimed_by": HeldData(
        _("Questions that you are deciding"), OnErasure.CUT, is_of_others=True
    ),
    "chat_sessions.WrittenDraft.saved_by": HeldData(
        _("Drafts of answers that you saved last"), OnErasure.CUT, is_of_others=True
    ),
    "moderation.Recusal.person": HeldData(
        _("Questions that you left to other moderators"), OnErasure.DELETED, is_of_others=True
    ),
    "chat_sessions.Backing.person": HeldData(_("Questions that you support"), OnErasure.NAMELESS),
    "chat_sessions.AnsweredNextDoor.person": HeldData(
        _("Answers to others that answered your question, too"), OnErasure.NAMELESS
    ),
    "chat_sessions.MatterSupport.person": HeldData(
        _("Complaints and suggestions that concern you, too"), OnErasure.NAMELESS
    ),
    "chat_sessions.JoinedSupport.person": HeldData(_("Questions that you support"), OnErasure.NAMELESS),
    "chat_sessions.Report.person": HeldData(_("What you reported"), OnErasure.NAMELESS),
    "chat_sessions.Office.holder": HeldData(_("Offices that you held"), OnErasure.NAMELESS),
    "chat_sessions.Chair.holder": HeldData(_("Offices that you held"), OnErasure.NAMELESS),
    "chat_sessions.Appointment.person": HeldData(_("Roles that you had"), OnErasure.NAMELESS),
    "chat_sessions.Call.official": HeldData(_("Questions that you were called to answer"), OnErasure.NAMELESS),
    "moderation.Rereading.moderator": HeldData(_("Your decisions as moderator"), OnErasure.NAMELESS, is_of_others=True),
    "moderation.Decision.moderator": HeldData(_("Your decisions as moderator"), OnErasure.NAMELESS),
    "moderation.MatterDecision.moderator": HeldData(_("Your decisions as moderator"), OnErasure.NAMELESS),
    "moderation.MatterAppeal.decided_by": HeldData(
        _("Your decisions as moderator"), OnErasure.NAMELESS, is_of_others=True
    ),
    "moderation.MatterRecusal.person": HeldData(
        _("Questions that you left to other moderators"), OnErasure.DELETED, is_of_others=True
    ),
    "moderation.WaitingMatterDecision.moderator": HeldData(
        _("Your decisions as moderator"), OnErasure.DELETED, is_of_others=True
    ),
    "chat_sessions.Appeal.decided_by": HeldData(
        _("Your decisions as moderator"), OnErasure.NAMELESS, is_of_others=True
    ),
    "chat_sessions.QuestionCorrection.decided_by": HeldData(
        _("Your decisions as moderator"), OnErasure.NAMELESS, is_of_others=True
    ),
    "chat_sessions.Change.person": HeldData(_("Your changes as clerk"), OnErasure.NAMELESS, is_of_others=True),
    "chat_sessions.Redaction.proposed_by": HeldData(_("Your changes as clerk"), OnErasure.NAMELESS, is_of_others=True),
    "chat_sessions.Redaction.decided_by": HeldData(_("Your changes as clerk"), OnErasure.NAMELESS, is_of_others=True),
    "chat_sessions.Ban.banned_by": HeldData(_("Your changes as clerk"), OnErasure.NAMELESS, is_of_others=True),
    "chat_sessions.Ban.lifted_by": HeldData(_("Your changes as clerk"), OnErasure.NAMELESS, is_of_others=True),
    "chat_sessions.Appointment.appointed_by": HeldData(
        _("Your changes as clerk"), OnErasure.NAMELESS, is_of_others=True
    ),
    "chat_sessions.Waiver.made_by": HeldData(_("Your changes as clerk"), OnErasure.NAMELESS),
    "chat_sessions.Invite.made_by": HeldData(_("Your changes as clerk"), OnErasure.NAMELESS, is_of_others=True),
    "accounts.PrintedBatch.made_by": HeldData(_("Your changes as clerk"), OnErasure.NAMELESS),
    "accounts.Crowd.settled_by": HeldData(_("Your changes as clerk"), OnErasure.NAMELESS),
    "admin.LogEntry.user": HeldData(_("Your changes in the administration"), OnErasure.NAMELESS, is_of_others=True),
    "accounts.User_groups.user": HeldData(_("Rights in the administration"), OnErasure.DELETED),
    "accounts.User_user_permissions.user": HeldData(_("Rights in the administration"), OnErasure.DELETED),
}
"""Keys: the model and its field that points at a person, as str() of the field."""


def fields_about_people() -> Iterator[tuple[str, type[Model], str]]:
    """Every field of every table that points at people: its name in PERSONAL_DATA, its model, and its own name."""
    for relation in User._meta.get_fields(include_hidden=True):  # noqa: SLF001 -- Django's own way to ask for them
        if isinstance(relation, ForeignObjectRel):
            model: Any = relation.related_model
            yield str(relation.field), model, relation.field.name


def rows_of_person(model: type[Model], field: str, person: User) -> QuerySet[Any]:
    return QuerySet[Any](model).filter(**{field: person})
