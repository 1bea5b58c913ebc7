"""Progress bars: one for each step that takes longer than a moment."""

import sys
import time

from tqdm import tqdm

Bar = tqdm

STEP_S = 0.25


def bar(what: str, total: int, unit: str = "") -> Bar:
    """A bar that disappears when its work is done, on a terminal only; the table stays."""
    return tqdm(total=total, desc=what, unit=unit, leave=False, dynamic_ncols=True, disable=None)


def let_pass(what: str, seconds: float) -> None:
    """Wait, and show how long."""
    with bar(what, round(seconds / STEP_S)) as shown:
        for _step in range(round(seconds / STEP_S)):
            time.sleep(STEP_S)
            shown.update(1)


def say(line: str) -> None:
    """A line above the bars."""
    tqdm.write(line, file=sys.stderr)
