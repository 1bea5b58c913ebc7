"""Closed days, on which no chat is planned, and election freezes, in which none opens or is announced."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField
from django.utils.translation import gettext as _

from sessions.chats.calendar.rules.spans import Span
from sessions.contract.limits import MAX_CLOSURE_REASON_GRAPHEMES
from sessions.log import audit
from sessions.models import ChatSession, ChatSessionState, Closure, ClosureKind, Ward
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import ByLanguage, as_fields, cleaned
from sessions.platform.text.spoken.clauses import without_full_stop
from sessions.platform.text.spoken.dates import date_words


@transaction.atomic
def add_closure(
    *,
    kind: str,
    ward: Ward | None,
    from_on: date,
    to_on: date,
    reasons: ByLanguage,
    clerk: Person | None,
) -> Closure:
    """Enter closed days or a freeze, for a ward or (None) the whole city. Chats on these days keep their dates.

    sessions/chats/calendar/schedules/closing_days.py::close_days calls this function, and moves those chats.

    Raises Refused: bad_field (ends before it begins), empty, too_long, bad_characters.
    """
    closure = Closure(kind=ClosureKind(kind), ward=ward)
    _fill(closure, from_on=from_on, to_on=to_on, reasons=reasons)
    closure.save()
    audit.note("closure", closure.pk, ward=ward, clerk=clerk, before=None, after=facts_of_closure(closure))
    return closure


@transaction.atomic
def change_closure(
    closure: Closure, *, version: int, from_on: date, to_on: date, reasons: ByLanguage, clerk: Person | None
) -> Closure:
    """Change days or reason. version: the one that the clerk saw. Raises Refused stale, and as add_closure."""
    closure = _lock(closure, version)
    before = facts_of_closure(closure)
    _fill(closure, from_on=from_on, to_on=to_on, reasons=reasons)
    closure.version += 1
    closure.save()
    audit.note("closure", closure.pk, ward=closure.ward, clerk=clerk, before=before, after=facts_of_closure(closure))
    return closure


@transaction.atomic
def remove_closure(closure: Closure, *, version: int, clerk: Person | None) -> None:
    """Delete it. Chats moved because of it keep their new dates: people know them. Raises Refused stale."""
    closure = _lock(closure, version)
    audit.note("closure", closure.pk, ward=closure.ward, clerk=clerk, before=facts_of_closure(closure), after=None)
    closure.delete()


def freeze_on(ward: Ward, *days: date) -> Closure | None:
    """A freeze that covers one of the days in this ward: one of the city before one of the ward."""
    return freeze_among(_freezes_query.rows(ward=ward.pk), ward.pk, *days)


_freezes_query = PreparedQuery(lambda: Closure.objects.freezes().for_ward(Given("ward", BigIntegerField())))


def days_to_stay_quiet(chat_session: ChatSession, today: date) -> tuple[date, ...]:
    """The days on which a freeze stops messages about a chat: today, and the chat's own day unless it is over."""
    is_over = chat_session.state in (ChatSessionState.CLOSED, ChatSessionState.SEALED)
    return (today,) if is_over else (today, chat_session.day)


def freeze_among(freezes: Iterable[Closure], ward_id: int, *days: date) -> Closure | None:
    """Find a loaded freeze that covers one of the days in this ward: one of the city before one of the ward."""
    found = [freeze for freeze in freezes if freeze.covers_in(ward_id, *days)]
    return min(found, key=lambda freeze: (freeze.ward_id is not None, freeze.from_on), default=None)


def require_no_freeze(ward: Ward, *days: date) -> None:
    """Raises Refused frozen, with the last day and the public reason, if a freeze covers one of the days."""
    freeze = freeze_on(ward, *days)
    if freeze is not None:
        message = _("Suspended until %(day)s: %(reason)s. Until then no chat opens and none is announced.")
        day = date_words(freeze.to_on)
        raise Refused("frozen", message % {"day": day, "reason": without_full_stop(freeze.reason)})


def facts_of_closure(closure: Closure) -> dict[str, Any]:
    """Facts that the audit keeps about a closure."""
    return {
        "kind": closure.kind,
        "from": closure.from_on.isoformat(),
        "to": closure.to_on.isoformat(),
        **as_fields("reason", closure.reasons),
    }


def _fill(closure: Closure, *, from_on: date, to_on: date, reasons: ByLanguage) -> None:
    if to_on < from_on:
        raise Refused("bad_field", _("The last day comes before the first. Change one of them."))
    closure.from_on, closure.to_on = from_on, to_on
    closure.reasons = cleaned(reasons, max_graphemes=MAX_CLOSURE_REASON_GRAPHEMES)


def _lock(closure: Closure, version: int) -> Closure:
    current = Closure.objects.select_for_update(of=("self",)).select_related("ward").filter(pk=closure.pk).first()
    if current is None or current.version != version:
        facts = facts_of_closure(current) if current is not None else {}
        raise Refused("stale", _("Somebody has changed this meanwhile. Look at it again."), facts=facts)
    return current


def span_of(closure: Closure) -> Span:
    return Span(closure.from_on, closure.to_on, closure.reasons)
