"""What a screen reader is told, and when: in a burst of news, and of replies to the reader's own acts."""

from itertools import pairwise
from typing import Any

import pytest

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.long]

BURST = """
  async ({ Announcer }, { ticks, tick_ms, replies, until }) => {
    const words = { arrived: { answer: { one: "{n} new answer", other: "{n} new answers" } } };
    document.body.innerHTML = `<script type="application/json" id="words">${JSON.stringify(words)}</script>`;
    const region = document.createElement("div");
    const heard = [];
    let now = 0;
    const spoken = () => [...region.children].map((node) => node.textContent);
    const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: performance.now };
    const due = new Map();
    let number = 0;
    globalThis.setTimeout = (act, wait) => (due.set((number += 1), { act, at: now + wait }), number);
    globalThis.clearTimeout = (each) => due.delete(each);
    performance.now = () => now;
    const change = new MutationObserver(() => {});
    change.observe(region, { childList: true, subtree: true, characterData: true });
    const look = () => change.takeRecords().length && spoken().length && heard.push([now, spoken()]);
    try {
      const announcer = new Announcer(region);
      for (; now <= until; now += 10) {
        if (now % tick_ms === 0 && now / tick_ms < ticks) announcer.tell(`Answer ${now / tick_ms}`, "answer");
        for (const [at, text] of replies) if (at === now) announcer.reply(text);
        for (const [each, { act, at }] of [...due]) if (at <= now && due.delete(each)) act();
        look();
      }
      return { heard, left: spoken() };
    } finally {
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
      performance.now = real.now;
    }
  }
"""
LEAST_MS, NEWS_MS = 2_000, 10_000


async def burst(modules: Modules, **given: Any) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Each change of the region, with its moment in ms, and what is in it at the end."""
    found = await modules.run("ui/announcer.js", BURST, {"ticks": 300, "tick_ms": 100, "until": 60_000, **given})
    return found["heard"], found["left"]


async def test_ten_events_a_second_are_told_once_in_ten_seconds_and_all_are_counted(modules: Modules) -> None:
    heard, left = await burst(modules, replies=[])
    moments = [moment for moment, _sentences in heard]
    assert len(heard) == 4
    assert min(after - before for before, after in pairwise(moments)) >= NEWS_MS
    told = [sentences for _moment, sentences in heard]
    assert told == [["3 new answers"], ["100 new answers"], ["100 new answers"], ["97 new answers"]]
    assert left == []


async def test_a_reply_does_not_wait_for_news_but_never_comes_within_two_seconds(modules: Modules) -> None:
    acts = [[0, "Sent."], [300, "Not sent."], [400, "Sent again."], [5_000, "Supported."], [12_100, "Reported."]]
    heard, _left = await burst(modules, replies=acts)
    assert min(after - before for before, after in pairwise(moment for moment, _ in heard)) >= LEAST_MS
    replies = {said: moment for moment, sentences in heard for said in sentences if "nswer" not in said}
    assert replies == {"Sent.": 0, "Not sent.": 2_020, "Sent again.": 2_020, "Supported.": 5_000, "Reported.": 12_100}
    told = [moment for moment, sentences in heard if "nswer" in str(sentences)]
    assert min(after - before for before, after in pairwise(told)) >= NEWS_MS
