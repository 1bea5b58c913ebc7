"""The steps by which a complaint or suggestion that has just been approved comes to a state; pure."""

from collections import deque
from functools import cache

from sessions.models import MatterState
from sessions.models.matters.transitions import MATTER_TRANSITIONS, SCREENING


@cache
def path_to(kind: str, state: str) -> tuple[str, ...]:
    """The fewest steps from open. Raises ValueError where there are none."""
    paths: dict[MatterState, tuple[str, ...]] = {MatterState.OPEN: ()}
    ahead = deque(paths)
    while ahead:
        here = ahead.popleft()
        if here == state:
            return paths[here]
        for step, table in MATTER_TRANSITIONS[kind].items():
            there = table.get(here)
            if there is not None and there not in paths and step not in SCREENING:
                paths[there] = (*paths[here], step)
                ahead.append(there)
    raise ValueError(f"a {kind} cannot come to {state}")
