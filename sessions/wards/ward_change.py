"""Which ward a person lives in, as they say themselves, and that they have one voice a month wherever they move."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.models import OPEN_STATES, Backing, ChatSession, ChatSessionState, Move, Question, Ward
from sessions.people import Person
from sessions.queries import PersonIn
from sessions.refusals import Refused
from sessions.state_machine.locks import lock_chat_sessions
from sessions.wards.cool_downs import cool_down_days


@transaction.atomic
def choose_ward(person: Person, ward: Ward) -> bool:
    """Let a person live in the ward from now on; whether that is another one than before.

    Nobody is asked to prove it: people vote in a ward and live beside its map. The first choice is free, and so is the
    first change; after a change the cool-down of the old and of the new ward has to pass.
    Raises Refused: cool_down (after_ms says when), stale (the person was read before another move).
    """
    # Whoever asks at this moment in the old ward does so before the move, or is refused after it: so no vote is given
    # there that the new ward does not know of. The locks come in the order of every command.
    if person.ward_id is not None and person.ward_id != ward.pk:
        lock_chat_sessions(
            ChatSession.objects.filter(ward=person.ward_id, state__in=OPEN_STATES).values_list("pk", flat=True)
        )
    locked = get_user_model().objects.select_for_update(of=("self",)).select_related("ward").get(pk=person.pk)
    if locked.ward_id == ward.pk:
        return False
    # In another window, a moment ago: moved, so that other chats should be locked, or erased.
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
    """When the person may move (to that ward); None where they may at once."""
    if person.ward is None or person.moved_at is None:
        return None
    wards = [person.ward] if ward is None else [person.ward, ward]
    until = person.moved_at + timedelta(days=cool_down_days(*wards))
    return until if until > timezone.now() else None


def acted_elsewhere(wishes: Iterable[tuple[Person, ChatSession]]) -> Collection[PersonIn]:
    """Those who asked or backed in another ward's chat of the same month, and so may not here: at most one query."""
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
    """By whom, in which ward and for which evening something was asked or is backed; of evenings that are held."""
    cancelled = ChatSessionState.CANCELLED
    asked = Question.objects.filter(author__in=account_ids).exclude(chat_session__state=cancelled).order_by()
    backed = Backing.objects.filter(person__in=account_ids).exclude(question__chat_session__state=cancelled).order_by()
    columns = ("chat_session__ward_id", "chat_session__starts_at")
    in_question = [f"question__{column}" for column in columns]
    acts = asked.values_list("author_id", *columns).union(backed.values_list("person_id", *in_question))
    return list(acts.order_by())


def _month_of(at: datetime) -> tuple[int, int]:
    """By the clock of the city."""
    there = timezone.localtime(at)
    return there.year, there.month


def _too_soon(until: datetime) -> Refused:
    after_ms = int((until - timezone.now()).total_seconds() * 1000)
    message = _("You changed your ward recently. You can change it again after some time.")
    return Refused("cool_down", message, after_ms=after_ms, facts={"until": until.isoformat()})
