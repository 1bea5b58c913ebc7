"""What a snapshot of the desk left out, requested as the moderators' page does; from the contract alone."""

from typing import Any
from urllib.parse import urlencode

from tests.clients.live_fold import State
from tests.clients.retried_request import get_json

MOST_IDS = 50
NOTHING_MORE: State = {"missing": []}

Parameters = list[tuple[str, str]]


def next_request(state: State) -> Parameters | None:
    """The next request: first the questions that changed unseen, then each group to its end. None: all is here."""
    more = state.get("more", NOTHING_MORE)
    if more["missing"]:
        return [("id", question) for question in more["missing"][:MOST_IDS]]
    group = next((group for group in ("to_read", "done") if group in more), None)
    return [("group", group), ("after", more[group]["after"])] if group is not None else None


def fetch_piece(base_url: str, chat_session: str, cookie: str, parameters: Parameters) -> Any:
    return get_json(f"{base_url}/desk/{chat_session}/questions/?{urlencode(parameters)}", cookie)


def take_piece(state: State, piece: State) -> None:
    """Put a piece into the list, in place. A question that is here in the same or a later version stays as it is."""
    here = {card["id"]: card for card in state["questions"]}
    for card in piece["questions"]:
        if card["id"] not in here or here[card["id"]]["version"] < card["version"]:
            here[card["id"]] = card
    state["questions"] = list(here.values())
    more, group = state["more"], piece["group"]
    asked_for, more["missing"] = more["missing"], [each for each in more["missing"] if each not in here]
    if group is None and more["missing"] == asked_for:
        raise LookupError(f"the desk has none of the questions {asked_for}")
    if group is not None:
        del more[group]
        more |= piece["more"]


def is_same_desk(one: State, other: State) -> bool:
    """Whether both are the same complete list. A list of pieces is in the order of asking, to the millisecond."""
    if "more" in one or "more" in other:
        return _in_order(one) == _in_order(other)
    return one == other


def _in_order(state: State) -> State:
    questions = sorted(state["questions"], key=lambda card: (card["asked_at"], card["id"]))
    return {"more": NOTHING_MORE} | state | {"questions": questions}
