"""The public facts of a promise: pages, files and feeds all say these, so that they agree."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sessions.log.logged_event import plain_value
from sessions.models import OWED_STATES, Promise, PromiseState


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """Words are blank where they were redacted (is_withheld).

    office: whose word it was; holder: whose it is now; both as the log names them. began_at: when it was made or
    proposed. due_on: of one that was made; overdue_since: the first day on which it was overdue, while it is.
    claimed_at: when the office said last that it is kept, where it stands so. claim_end: of such a claim, once its time
    for an answer is over and nobody confirmed it: unconfirmed or unconfirmable.
    """

    number: str
    ward: int
    borough: str
    kind: str
    made_by: str
    state: str
    what: str
    said: str
    where: str
    budget_line: str
    office: str
    holder: str
    began_at: datetime
    proposed_at: datetime | None
    confirm_by: date | None
    made_at: datetime | None
    due_on: date | None
    first_due_on: date | None
    why_new_day: str
    overdue_since: date | None
    claimed_at: datetime | None
    claim_end: str
    proof: str
    kept_votes: int
    not_votes: int
    ended_at: datetime | None
    changed_at: datetime
    merged_into: str
    matter: str
    is_withheld: bool
    promise: Promise

    @property
    def is_overdue(self) -> bool:
        return self.overdue_since is not None

    @property
    def state_word(self) -> str:
        """The word for the promise's state, from its row."""
        return self.promise.state_word

    @property
    def has_new_day(self) -> bool:
        return self.first_due_on is not None and self.first_due_on != self.due_on


PROMISE_RELATIONS = ("ward__borough", "office", "holder", "matter", "merged_into")
"""What the facts read beside the row."""


def facts_of_promise(promise: Promise, today: date) -> PromiseFacts:
    """Needs what PROMISE_RELATIONS names."""
    began_at = promise.made_at or promise.proposed_at or promise.changed_at
    is_claimed = promise.state in ("claimed_kept", "kept")
    matter, into = promise.matter, promise.merged_into
    words = _words_of(promise)
    return PromiseFacts(
        number=promise.number,
        ward=promise.ward.number,
        borough=promise.ward.borough.code if promise.ward.borough is not None else "",
        kind=promise.kind,
        made_by=promise.made_by,
        state=promise.state,
        office=promise.office.name_in_log,
        holder=promise.holder.name_in_log,
        began_at=began_at,
        proposed_at=promise.proposed_at,
        confirm_by=promise.confirm_by,
        made_at=promise.made_at,
        due_on=promise.due_on,
        first_due_on=promise.first_due_on,
        overdue_since=_overdue_since(promise, today),
        claimed_at=promise.claimed_at if is_claimed else None,
        claim_end=promise.claim_end if promise.state == PromiseState.CLAIMED_KEPT else "",
        kept_votes=promise.kept_votes,
        not_votes=promise.not_votes,
        ended_at=promise.ended_at,
        changed_at=promise.changed_at,
        merged_into=into.number if into is not None else "",
        matter=matter.number if matter is not None and matter.published_at is not None else "",
        is_withheld=promise.is_withheld,
        promise=promise,
        **words,
    )


def _words_of(promise: Promise) -> dict[str, str]:
    words = ("what", "said", "where", "budget_line", "why_new_day", "proof")
    return {name: "" if promise.is_withheld else getattr(promise, name) for name in words}


def _overdue_since(promise: Promise, today: date) -> date | None:
    """The first day overdue: by its day, from the next day on, as the figures count it."""
    is_late = promise.state in OWED_STATES and promise.due_on is not None and promise.due_on < today
    return promise.due_on + timedelta(days=1) if is_late and promise.due_on is not None else None


PROMISE_COLUMNS = (
    "number",
    "ward",
    "borough",
    "kind",
    "made_by",
    "state",
    "what",
    "said",
    "where",
    "budget_line",
    "office",
    "holder",
    "proposed_at",
    "confirm_by",
    "made_at",
    "due_on",
    "first_due_on",
    "why_new_day",
    "overdue_since",
    "claimed_at",
    "proof",
    "kept_votes",
    "not_votes",
    "ended_at",
    "changed_at",
    "merged_into",
    "matter",
    "is_withheld",
    "claim_end",
)
"""Columns of the files; new ones are only added at the end."""


def row_of_promise(facts: PromiseFacts) -> dict[str, Any]:
    """Plain values for files: moments as the log has them, days as 2027-01-31; None where there is nothing."""
    return {column: plain_value(getattr(facts, column)) for column in PROMISE_COLUMNS}
