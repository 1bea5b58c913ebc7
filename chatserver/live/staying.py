"""Who of those that were let in may stay no more: asked about many at once, and about all that can end a stay."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import translation

from chatserver.live.identity import Person, ended_sessions, mark_of
from chatserver.live.wording import refusal
from sessions.admission import admit_caller, find_people
from sessions.callers import Caller, read_facts
from sessions.refusals import Refused


class Seated(Protocol):
    """A socket of somebody who is signed in."""

    person: Person
    chat_session_id: UUID
    door: str


def find_leavers[S: Seated](seated: Sequence[S]) -> list[tuple[S, Refused]]:
    """Those whose cookie session ended, whose account is locked or has another password, or who lost the desk's duty.

    Each with the refusal, in the person's language. Runs in the read pool; two queries for any number of residents, and
    three more where somebody is at a desk.
    """
    ended = ended_sessions({one.person.session_key for one in seated if one.person.session_key is not None})
    marks = _password_marks({one.person.account_id for one in seated if one.person.account_id is not None})
    leavers, staff = [], []
    for one in seated:
        person = one.person
        if person.session_key in ended or marks.get(person.account_id) != person.password_mark:
            leavers.append((one, Refused("sign_in", refusal("sign_in", person.language))))
        elif one.door == "desk":
            staff.append(one)
    return leavers + (_without_duty(staff) if staff else [])


def _password_marks(account_ids: set[int]) -> dict[int | None, int]:
    """Of those accounts that may still act at all."""
    rows = get_user_model().objects.filter(pk__in=account_ids, is_active=True).values_list("pk", "password")
    return {account_id: mark_of(password) for account_id, password in rows}


def _without_duty[S: Seated](staff: Sequence[S]) -> list[tuple[S, Refused]]:
    """The door decides, as if they came anew."""
    people = find_people(one.person.account_id for one in staff if one.person.account_id is not None)
    callers = [Caller(people.get(one.person.account_id or 0), one.chat_session_id, one.door) for one in staff]
    facts, refused = read_facts(callers), []
    for one, caller in zip(staff, callers, strict=True):
        with translation.override(one.person.language):
            try:
                admit_caller(caller, facts)
            except Refused as no:
                refused.append((one, no))
    return refused
