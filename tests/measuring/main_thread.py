"""How long the tasks of a page's main thread are, read from the browser's own trace: a tap waits for each."""

import json
from typing import Any

from playwright.async_api import Browser

TASKS = ["-*", "disabled-by-default-devtools.timeline", "toplevel"]


async def longest_task_ms(browser: Browser) -> float:
    """Ends the trace of one page. Without the waits of a task for the processor, and without those for other tasks."""
    return max(_task_ms(json.loads(await browser.stop_tracing())["traceEvents"]))


def _task_ms(events: list[dict[str, Any]]) -> list[float]:
    """Milliseconds of the page that was busiest; the browser may keep another one beside it.

    The clock of a thread is coarse on some virtual machines, and fails now and then, but no task used more of a
    processor than it took.
    """
    by_page: dict[tuple[int, int], list[float]] = {
        (event["pid"], event["tid"]): []
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    for event in events:
        is_whole = event["name"] == "RunTask" and event["ph"] == "X"
        if is_whole and (event["pid"], event["tid"]) in by_page:
            by_page[event["pid"], event["tid"]].append(min(event["dur"], event.get("tdur", event["dur"])) / 1000)
    return max(by_page.values(), key=sum)
