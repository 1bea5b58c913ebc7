"""Decide the commands that arrived together: read their shared facts once, and save their answers at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from chatserver.live.admission.identity import ended_sessions, mark_of_password
from chatserver.live.commands.executor import ChatExecutor, ReplyRow, SentRef, finish_runs
from chatserver.live.commands.operations import LOCKED_BESIDE
from chatserver.live.commands.orders import CommandDecision, Order
from chatserver.live.wire.messages import REFUSALS, SIGN_IN_FIRST
from sessions.database.in_array import Among
from sessions.database.insert_rows import insert_rows
from sessions.database.prepared_query import Given, PreparedQuery
from sessions.models import StoredReply
from sessions.people import Person
from sessions.permissions import access
from sessions.permissions.access_facts import appointments_of
from sessions.refusals import Refused
from sessions.state_machine.locks import lock_chat_sessions, no_such_chat


def decide_together(orders: Sequence[Order]) -> list[CommandDecision]:
    """Decide orders, those of each chat session in their order, in the caller's transaction, which has to be committed.

    The same person's same ref with the same body gets the stored answer; for a new command the permission is checked
    first. Raises errors that say nothing about a single command: OperationalError, InterfaceError, and any fault of a
    write for many at once. Then the transaction has to be rolled back.
    """
    # The locks come first: nothing that is read after them can change. Their order is fixed, so that transactions do
    # not wait for each other. A person who is not signed in is refused in any case, and makes nobody wait.
    signed_in = [order for order in orders if order.account_id is not None]
    own = {order.chat_session_id for order in signed_in}
    locked = lock_chat_sessions(own | _locked_beside(signed_in))
    chat_sessions = {pk: chat_session for pk, chat_session in locked.items() if pk in own}
    callers = find_callers(orders)
    held = appointments_of(caller.pk for caller in callers if not isinstance(caller, Refused))
    stored = _find_replies(orders)
    executors = {pk: ChatExecutor(chat_session, held, stored[pk]) for pk, chat_session in chat_sessions.items()}
    decisions: dict[int, CommandDecision] = {}
    for place, (order, caller) in enumerate(zip(orders, callers, strict=True)):
        if isinstance(caller, Refused):
            decisions[place] = caller
        elif order.chat_session_id in executors:
            executors[order.chat_session_id].take(place, order, caller)
        else:
            decisions[place] = no_such_chat()
    finish_runs(executors.values())
    for executor in executors.values():
        executor.expect_replies()
        decisions |= executor.decisions
    replies = [reply for executor in executors.values() for reply in executor.new_replies]
    insert_rows(StoredReply, ReplyRow._fields, replies)
    return [decisions[place] for place in range(len(orders))]


def _locked_beside(orders: Iterable[Order]) -> set[UUID]:
    """The chats that these commands need locked besides their own. No query for most commands."""
    needed: set[UUID] = set()
    for order in orders:
        if order.command.op in LOCKED_BESIDE:
            needed.update(LOCKED_BESIDE[order.command.op](order.chat_session_id, order.command.fields))
    return needed


def _find_replies(orders: Sequence[Order]) -> defaultdict[UUID, dict[SentRef, ReplyRow]]:
    """The stored answers to commands with these refs, by chat session."""
    found: defaultdict[UUID, dict[SentRef, ReplyRow]] = defaultdict(dict)
    for reply in map(ReplyRow._make, _replies_query.rows(refs={order.command.ref for order in orders})):
        found[reply.chat_session_id][reply.person_id, reply.ref] = reply
    return found


_replies_query = PreparedQuery(
    lambda: StoredReply.objects.filter(Among("ref", Given("refs"))).values_list(*ReplyRow._fields)
)


def find_callers(orders: Sequence[Order]) -> list[Person | Refused]:
    """The person who gives each order, or the refusal to sign in first."""
    ended = ended_sessions({order.session_key for order in orders if order.session_key is not None})
    people = access.find_people(order.account_id for order in orders if order.account_id is not None)
    return [_caller(order, people.get(order.account_id or 0), is_over=order.session_key in ended) for order in orders]


def _caller(order: Order, person: Person | None, *, is_over: bool) -> Person | Refused:
    has_other_password = person is not None and order.password_mark not in (None, mark_of_password(person.password))
    if is_over or has_other_password:
        return Refused("sign_in", REFUSALS["sign_in"])
    return person if person is not None else Refused("sign_in", SIGN_IN_FIRST)
