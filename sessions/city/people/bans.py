"""Keep an account out of a ward's chats for some days, by one of its questions: nobody needs to know who it is."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.contract.limits import MAX_BAN_DAYS, MAX_REASON_GRAPHEMES
from sessions.log import audit, log
from sessions.log.events.desk import ResidentBanned
from sessions.log.steps.locks import lock_chat_session, lock_question, lock_ward, question_state_facts
from sessions.log.steps.steps import actor
from sessions.models import Ban, ChatSession, Question, Ward
from sessions.platform.database.prepared_query import Given
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits
from sessions.platform.text.labels import WORDS_REMOVED
from sessions.platform.text.spoken.dates import date_words
from sessions.platform.text.text_input import clean_line


def wards_banned_from(now: datetime | Given) -> Subquery:
    """The bans, for a query of accounts.

    The ids of the wards that each is banned from now, joined by spaces; mostly none.
    """
    bans = Ban.objects.in_force(now).filter(person=OuterRef("pk")).order_by().values("person")
    ids = StringAgg(Cast("ward", CharField()), delimiter=Value(" "))
    return Subquery(bans.annotate(wards=ids).values("wards"))


def is_banned(person: Person, ward_id: int) -> bool:
    """Makes no query if the account was read by sessions.city.people.access.find_people."""
    if person.facts is None:
        return Ban.objects.in_force(timezone.now()).filter(person=person, ward=ward_id).exists()
    return ward_id in person.facts.banned_from


def why_banned(person: Person, ward: Ward) -> Refused:
    """The refusal for a person who is banned there, with the reason and the end."""
    ban = Ban.objects.in_force(timezone.now()).filter(person=person, ward=ward).order_by("-until_at").first()
    if ban is None:  # it has ended since
        return Refused("banned", _("You were banned from this ward’s chats. Please reload the page."))
    message = _("The ward office has banned you from the chats of ward %(ward)s until %(day)s: %(reason)s")
    day = date_words(timezone.localdate(ban.until_at))
    return Refused("banned", message % {"ward": digits(ward.number), "day": day, "reason": ban.reason or WORDS_REMOVED})


@transaction.atomic
def ban_author(chat_session: ChatSession, question_id: UUID, *, clerk: Person, days: int, reason: str) -> Question:
    """Keep the author of a question out of the ward's chats from now on; it replaces a ban that lasts already.

    The desk is told as about a mute, and never learns who it is. Raises Refused: not_found, empty, too_long,
    bad_characters, bad_field (days), state if the author is no longer known.
    """
    reason = clean_line(reason, max_graphemes=MAX_REASON_GRAPHEMES)
    if not 1 <= days <= MAX_BAN_DAYS:
        message = _("Choose a number of days from 1 to %(most)s.") % {"most": digits(MAX_BAN_DAYS)}
        raise Refused("bad_field", message, facts={"part": "days"})
    chat_session = lock_chat_session(chat_session.pk)
    question = lock_question(chat_session, question_id)
    if question.author is None:
        raise Refused("state", _("It is no longer known who asked it."), facts=question_state_facts(question))
    now, ward = timezone.now(), chat_session.ward
    lock_ward(ward)
    Ban.objects.in_force(now).filter(person=question.author, ward=ward).update(lifted_at=now, lifted_by=clerk)
    ban = Ban.objects.create(
        person=question.author,
        ward=ward,
        question=question,
        reason=reason,
        from_at=now,
        until_at=now + timedelta(days=days),
        banned_by=clerk,
    )
    audit.note("ban", ban.pk, ward=ward, clerk=clerk, before=None, after=facts_of_ban(ban))
    log.append(chat_session, ResidentBanned(question=str(question.pk), days=days), actor=actor("clerk", clerk))
    return question


@transaction.atomic
def lift_ban(ban: Ban, *, clerk: Person) -> Ban:
    """End a ban before its time. Raises Refused stale where it has ended already."""
    lock_ward(ban.ward)
    now = timezone.now()
    if not Ban.objects.in_force(now).filter(pk=ban.pk).update(lifted_at=now, lifted_by=clerk):
        raise Refused("stale", _("This ban has ended already."))
    before = facts_of_ban(ban)
    ban.lifted_at = now
    audit.note("ban", ban.pk, ward=ban.ward, clerk=clerk, before=before, after=None)
    return ban


def facts_of_ban(ban: Ban) -> dict[str, str]:
    """What the audit keeps about a ban: only the question's receipt stands for the person."""
    return {
        "receipt": ban.question.receipt if ban.question is not None else "",
        "ban_reason": ban.reason,
        "to": _day(ban.until_at),
    }


def _day(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()
