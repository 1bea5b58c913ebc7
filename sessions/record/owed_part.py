"""The list owed from last time, as a record's page shows it: each item with what the office said of it; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

type Tombstone = Mapping[str, str]
type Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwedInRecord:
    """An item of the owed list, in the record.

    outcome: one of sessions/contract/owed_outcomes.py; blank where the office said nothing in this chat.

    state: what it came to elsewhere while the chat went on, and after what was said in it; blank where nothing did.

    A complaint is told by its question, whose receipt and words it has. number: of the promise or the complaint.
    entry: of the record. left: how many more were owed, at the last item.
    """

    anchor: str
    number: str
    kind: str
    what: str | None
    first_due_on: date
    due_on: date
    entry: int
    receipt: str = ""
    outcome: str = ""
    text: str | None = None
    by: str = ""
    office: str = ""
    new_due_on: date | None = None
    state: str = ""
    at: datetime | None = None
    left: int = 0
    redacted: Tombstone | None = None
    answer_redacted: Tombstone | None = None

    @classmethod
    def from_item(cls, item: Facts, *, card: Facts, entries: Mapping[int, int]) -> Self:
        """Build an item from the folded list.

        item: as folded (log/folding/owed.py). card: of the complaint's question. entries: numbers by seq.
        """
        answer = item["answer"] or {}
        return cls(
            anchor=f"owed-{item['number']}",
            number=item["number"],
            kind=item["kind"],
            what=card.get("text", item["what"]),
            first_due_on=date.fromisoformat(item["first_due_on"]),
            due_on=date.fromisoformat(item["due_on"]),
            entry=entries.get(item["seq"], 0),
            receipt=card.get("receipt", ""),
            outcome=answer.get("outcome", ""),
            text=answer.get("text"),
            by=answer.get("by", ""),
            office=answer.get("office", ""),
            new_due_on=date.fromisoformat(answer["due_on"]) if answer.get("due_on") else None,
            state=item.get("now", {}).get("state", ""),
            at=datetime.fromisoformat(answer["at"]) if answer else None,
            left=item.get("left", 0),
            redacted=item.get("redacted"),
            answer_redacted=answer.get("redacted"),
        )


def owed_in_record(state: Facts, entries: Mapping[int, int]) -> list[OwedInRecord]:
    """The owed list, in the order of the list.

    entries: the numbers of the record's entries by the seq of their events.
    """
    cards = {card["id"]: card for card in _cards_of(state)}
    return [
        OwedInRecord.from_item(item, card=cards.get(item.get("asked_as", ""), {}), entries=entries)
        for item in state.get("owed", ())
    ]


def _cards_of(state: Facts) -> Iterable[Facts]:
    return (*([state["floor"]] if state["floor"] else []), *state["queue"], *state["answered"], *state["removed"])
