"""How long a client waits before it comes back, by the rule of the pages; pure."""

import random

FIRST_WAIT_S = 3.0
LONGEST_WAIT_S = 20.0


def wait_s(attempt: int, after_ms: int | None = None) -> float:
    """Seconds before an attempt (0: the first after a loss): as the bye asked, else full jitter."""
    if after_ms is not None:
        return after_ms / 1000
    longest = FIRST_WAIT_S if attempt == 0 else min(LONGEST_WAIT_S, 0.5 * 2**attempt)
    return random.uniform(0, longest)
