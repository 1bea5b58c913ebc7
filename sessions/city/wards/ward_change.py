"""Changes of ward: a person says which ward they live in, and may ask and vote in one ward each month."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.city.wards.cool_downs import cool_down_days
from sessions.log.queries import PersonIn
from sessions.log.steps.locks import lock_chat_sessions
from sessions.models import OPEN_STATES, Backing, ChatSession, ChatSessionState, Move, Question, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@transaction.atomic
def choose_ward(person: Person, ward: Ward) -> bool:
    """Make this the person's ward; answers whether it is another one than before.

    No proof is asked for: people may vote in another ward than the map says. The first choice is free, and so is the
    first change. After a change, the longer cool-down of the old and the new ward has to pass.
    Raises Refused: cool_down (after_ms says when), stale (the person was read before another change of ward).
    """
    # A question or vote in the old ward at this moment comes before the change, or is refused after it: so the new ward
    # knows of every vote that was given there. The locks come in the order of every command.
    if person.ward_id is not None and person.ward_id != ward.pk:
        lock_chat_sessions(
            ChatSession.objects.filter(ward=person.ward_id, state__in=OPEN_STATES).values_list("pk", flat=True)
        )
    locked = get_user_model().objects.select_for_update(of=("self",)).select_related("ward").get(pk=person.pk)
    if locked.ward_id == ward.pk:
        return False
    # Another window was faster: the person was erased, or has moved, so that other chats would have to be locked.
    if locked.ward_id != person.ward_id or not locked.is_active:
        raise Refused("stale", _("Your ward has been changed in the meantime. Please check it again."))
    until = may_move_at(locked, ward)
    if until is not None:
        raise _too_soon(until)
    before, now = locked.ward, timezone.now()
    locked.ward = ward
    locked.moved_at = now if before is not None else locked.moved_at
    locked.save(update_fields=["ward", "moved_at"])
    Move.objects.create(person=locked, before=before, after=ward, at=now)
    person.ward, person.moved_at = locked.ward, locked.moved_at
    return True


def may_move_at(person: Person, ward: Ward | None = None) -> datetime | None:
    """When the person may change their ward (to this one); None where they may at once."""
    if person.ward is None or person.moved_at is None:
        return None
    wards = [person.ward] if ward is None else [person.ward, ward]
    until = person.moved_at + timedelta(days=cool_down_days(*wards))
    return until if until > timezone.now() else None


def acted_elsewhere(wishes: Iterable[tuple[Person, ChatSession]]) -> Collection[PersonIn]:
    """People who asked or voted in another ward's chat of the same month, and so may not here; at most one query."""
    movers = [(person.pk, chat_session) for person, chat_session in wishes if person.moved_at is not None]
    if not movers:
        return ()
    acts = _acts_of({account_id for account_id, _chat_session in movers})
    return {
        (account_id, chat_session.pk)
        for account_id, chat_session in movers
        if any(
            actor_id == account_id
            and ward_id != chat_session.ward_id
            and _month_of(at) == _month_of(chat_session.starts_at)
            for actor_id, ward_id, at in acts
        )
    }


def voted_elsewhere() -> Refused:
    message = _(
        "This month you have already asked or supported in the chat of your previous ward. You can do so here from "
        "next month’s chat."
    )
    return Refused("moved", message)


def _acts_of(account_ids: Collection[int]) -> list[tuple[int, int, datetime]]:
    """Rows of account, ward and start for questions and votes in chats that were not cancelled."""
    cancelled = ChatSessionState.CANCELLED
    asked = Question.objects.filter(author__in=account_ids).exclude(chat_session__state=cancelled).order_by()
    backed = Backing.objects.filter(person__in=account_ids).exclude(question__chat_session__state=cancelled).order_by()
    columns = ("chat_session__ward_id", "chat_session__starts_at")
    in_question = [f"question__{column}" for column in columns]
    acts = asked.values_list("author_id", *columns).union(backed.values_list("person_id", *in_question))
    return list(acts.order_by())


def _month_of(at: datetime) -> tuple[int, int]:
    """The month by the city's time zone."""
    there = timezone.localtime(at)
    return there.year, there.month


def _too_soon(until: datetime) -> Refused:
    after_ms = int((until - timezone.now()).total_seconds() * 1000)
    message = _("You changed your ward recently. You can change it again after some time.")
    return Refused("cool_down", message, after_ms=after_ms, facts={"until": until.isoformat()})
