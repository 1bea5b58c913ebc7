"""Find the sockets of people who may no longer be in a room: many at once, by each possible reason."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import DateTimeField
from django.utils import timezone, translation

from chatserver.live.admission.identity import SocketIdentity, ended_sessions, mark_of_password
from chatserver.live.wire.messages import refusal_words
from sessions.city.people.access import admit_caller, find_people, require_desk_reader
from sessions.city.people.access_facts import Caller, read_access_facts
from sessions.city.people.bans import wards_banned_from
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.refusals import Refused


class SignedInSocket(Protocol):
    """A socket of a person who is signed in. reads_desk: whether it gets what nobody has approved."""

    person: SocketIdentity
    chat_session_id: UUID
    door: str

    @property
    def reads_desk(self) -> bool: ...


def find_sockets_to_close[S: SignedInSocket](sockets: Sequence[S]) -> list[tuple[S, Refused]]:
    """The sockets of people whose sign-in, account, password or desk duty no longer holds, or who are banned.

    Each with the refusal, in the person's language. Runs in the read pool; two queries for any number of residents, and
    a few more if one of them is at a desk, or banned from any ward.
    """
    ended = ended_sessions({one.person.session_key for one in sockets if one.person.session_key is not None})
    accounts = _accounts({one.person.account_id for one in sockets if one.person.account_id is not None})
    to_close, to_be_asked = [], []
    for one in sockets:
        person = one.person
        password_mark, is_banned = accounts.get(person.account_id, (None, False))
        if person.session_key in ended or password_mark != person.password_mark:
            to_close.append((one, Refused("sign_in", refusal_words("sign_in", person.language))))
        elif one.door == "desk" or is_banned:
            to_be_asked.append(one)
    return to_close + (_refused(to_be_asked) if to_be_asked else [])


def _accounts(account_ids: set[int]) -> dict[int | None, tuple[int, bool]]:
    """Facts for accounts that may still act at all.

    The mark of the password, and whether there is a ban in any ward.
    """
    rows = _accounts_query.rows(ids=account_ids, now=timezone.now())
    return {account_id: (mark_of_password(password), bool(banned_from)) for account_id, password, banned_from in rows}


_accounts_query = PreparedQuery(
    lambda: (
        get_user_model()
        .objects.filter(InArray("pk", Given("ids")), is_active=True)
        .annotate(banned_from=wards_banned_from(Given("now", DateTimeField())))
        .values_list("pk", "password", "banned_from")
    )
)


def _refused[S: SignedInSocket](sockets: Sequence[S]) -> list[tuple[S, Refused]]:
    """The sockets that admit_caller would refuse if they joined now, with the refusals."""
    people = find_people(one.person.account_id for one in sockets if one.person.account_id is not None)
    callers = [
        Caller(people.get(one.person.account_id or 0), one.chat_session_id, one.door, one.person.is_proven)
        for one in sockets
    ]
    facts, refused = read_access_facts(callers), []
    for one, caller in zip(sockets, callers, strict=True):
        with translation.override(one.person.language):
            try:
                admitted = admit_caller(caller, facts)
                if one.reads_desk:
                    require_desk_reader(admitted)
            except Refused as no:
                refused.append((one, no))
    return refused
