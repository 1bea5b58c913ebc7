"""The browser's fold of what is owed from last time ends where the server's does."""

from typing import Any

import pytest

from sessions.log.folding.owed import open_items
from tests.browser.modules import Modules
from tests.clients.product_folds import fold_public
from tests.factories.random_evening import EVENING

pytestmark = pytest.mark.asyncio(loop_scope="package")

PROMISES = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(3)]
FOLD = """({ withOwed, openItems }, events) => {
  const state = { floor: null, queue: [] };
  const apply = withOwed(() => {});
  for (const event of events) apply(state, event);
  return [state.owed, openItems(state).map(({ number }) => number)];
}"""


def events() -> list[dict[str, Any]]:
    day = {"first_due_on": "2026-12-01", "due_on": "2026-12-09"}
    listed = [
        {"type": "owed.listed", "promise": promise, "number": f"95-P-2026-{place}", "kind": "act", "what": "আলো", **day}
        for place, promise in enumerate(PROMISES)
    ]
    complaint: dict[str, Any] = {
        "type": "owed.listed",
        "asked_as": PROMISES[0],
        "number": "95-2026-4",
        "kind": "complaint",
        **day,
    }
    said = {"text": "By then.", "by": "Asha Sen", "office": "councillor", "due_on": "2027-02-01"}
    answered = {"type": "owed.answered", "promise": PROMISES[1], "number": "95-P-2026-1", "outcome": "new_day", **said}
    claimed = {"type": "owed.stepped", "promise": PROMISES[2], "number": "95-P-2026-2", "state": "claimed_kept"}
    denied = {"type": "owed.stepped", "promise": PROMISES[0], "number": "95-P-2026-0", "state": "disputed"}
    told: list[dict[str, Any]] = [
        {"type": "session.announced", "session": EVENING},
        *listed,
        complaint | {"what": None, "left": 2},
        {"type": "owed.stepped", "promise": PROMISES[1], "number": "95-P-2026-1", "state": "made"},
        answered,
        claimed | {"due_on": "2026-12-09"},
        denied,
    ]
    return [{"seq": seq, "at": f"2027-01-02T13:00:0{seq}.000Z", **event} for seq, event in enumerate(told, start=1)]


@pytest.mark.costly
async def test_both_folds_come_to_the_same_list(shared_modules: Modules) -> None:
    state = fold_public(events())
    found = await shared_modules.run("live/streams/folding_owed.js", FOLD, events()[1:])
    assert found == [state["owed"], [item["number"] for item in open_items(state)]]
