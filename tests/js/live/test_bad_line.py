"""The browser's follower on a line that loses, repeats and disorders the server's own frames."""

import random

import pytest

from chatserver.live.wire.resume import NOWHERE
from sessions.log.folding.desk_folding import empty_desk
from sessions.log.folding.folding import empty_public
from tests.browser.modules import Modules
from tests.clients.bad_line import BadLine
from tests.clients.frames_without_log import framed
from tests.clients.product_folds import fold_desk, fold_public
from tests.factories.random_evening import RandomEvening

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.long]

STEPS = 400
RECEIVE = """
async ({ Follower, MISSING }, { module, apply, state }) => {
  const folding = await import(`/live/streams/${module}`);
  const heard = [];
  const start = { epoch: null, seq: 0, state };
  const follower = new Follower(folding[apply], start, ({ seq }) => heard.push([seq]));
  for (let frame = await nextFrame(); frame !== null; frame = await nextFrame()) {
    if (frame.type === "beat") follower.noticeTop(frame.seq);
    else follower.receive(frame);
    while (follower.isBehind()) {
      const answer = await askAgain(follower.position());
      if (answer.type === "snapshot") heard.push(answer.seq);
      follower.receive(answer);
    }
  }
  return { state: follower.state, seq: follower.seq, heard };
}
"""


@pytest.mark.row("fault", 33)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("stream", ["public", "desk"])
async def test_it_applies_each_event_once_and_ends_where_the_log_does(modules: Modules, stream: str, seed: int) -> None:
    evening = RandomEvening(seed, STEPS)
    events, fold, empty = (
        (evening.public, fold_public, empty_public) if stream == "public" else (evening.desk, fold_desk, empty_desk)
    )
    line = BadLine(framed("public" if stream == "public" else "desk"), events, random.Random(seed))
    frames = line.frames()
    await modules.page.expose_function("nextFrame", lambda: next(frames, None))
    await modules.page.expose_function("askAgain", lambda position: line.answer(position.get("since", NOWHERE)))
    name = stream.capitalize()
    given = {"module": f"folding_{stream}.js", "apply": f"apply{name}", "state": empty()}
    ended = await modules.run("live/streams/follower.js", RECEIVE, given)
    assert (ended["state"], ended["seq"]) == (fold(events), len(events))
    last = 0
    for heard in ended["heard"]:
        jumped = not isinstance(heard, list)
        assert heard > last if jumped else heard == [last + 1]
        last = heard if jumped else last + 1
    assert last == len(events)
