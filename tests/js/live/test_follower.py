"""The browser's fold of a stream ends where the server's does, whatever happens to the frames on their way."""

import random
from itertools import batched
from typing import Any

import pytest

from sessions.log.folding.desk_folding import empty_desk
from sessions.log.folding.desk_pieces import GROUPS, first_piece, next_piece, some_of
from sessions.log.folding.folding import empty_public
from tests.browser.modules import Modules
from tests.clients.product_folds import apply_desk, fold_desk, fold_public
from tests.factories.random_evening import RandomEvening

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.costly]

EPOCH = "the-epoch"
FOLLOW = """
async ({ Follower, MISSING }, { module, apply, state, frames, whole }) => {
  const folding = await import(`/live/streams/${module}`);
  const start = { epoch: "the-epoch", seq: 0, state };
  const heard = [];
  const follower = new Follower(folding[apply], start, ({ seq }) => heard.push(seq));
  const catchUp = () => follower.receive(answer(follower.position(), whole));
  for (const frame of frames) if (follower.receive(structuredClone(frame)) === MISSING) catchUp();
  follower.noticeTop(whole.at(-1).seq);
  if (follower.isBehind()) catchUp();
  return { state: follower.state, seq: follower.seq, heard };

  function answer({ since = 0 }, events) {
    const rest = structuredClone(events.filter(({ seq }) => seq > since));
    return { type: "events", epoch: "the-epoch", first: since + 1, seq: events.at(-1).seq, events: rest };
  }
}
"""


def bad_line(events: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """The events in frames of one to five, some lost, some twice, some early or late."""
    frames: list[dict[str, Any]] = []
    begin = 0
    while begin < len(events):
        batch = events[begin : begin + chance.randint(1, 5)]
        begin += len(batch)
        frame = {"type": "events", "epoch": EPOCH, "first": batch[0]["seq"], "seq": batch[-1]["seq"], "events": batch}
        frames += [frame] * chance.choice((0, 1, 1, 1, 2))
    for _swap in range(len(frames) // 4):
        one, other = chance.randrange(len(frames)), chance.randrange(len(frames))
        frames[one], frames[other] = frames[other], frames[one]
    return frames


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
async def test_lost_repeated_and_disordered_frames_end_in_the_same_room(shared_modules: Modules, seed: int) -> None:
    evening = RandomEvening(seed, steps=120)
    given = {"module": "folding_public.js", "apply": "applyPublic", "state": empty_public()}
    frames = bad_line(evening.public, random.Random(seed))
    ended = await shared_modules.run(
        "live/streams/follower.js", FOLLOW, {**given, "frames": frames, "whole": evening.public}
    )
    assert ended["state"] == fold_public(evening.public)
    assert ended["heard"] == [event["seq"] for event in evening.public]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
async def test_the_desk_ends_in_the_same_list(shared_modules: Modules, seed: int) -> None:
    evening = RandomEvening(seed, steps=120, after_close=("redacted",))
    given = {"module": "folding_desk.js", "apply": "applyDesk", "state": empty_desk()}
    frames = bad_line(evening.desk, random.Random(seed))
    ended = await shared_modules.run(
        "live/streams/follower.js", FOLLOW, {**given, "frames": frames, "whole": evening.desk}
    )
    assert ended["state"] == fold_desk(evening.desk)


async def test_another_epoch_asks_for_a_snapshot_and_starts_from_it(shared_modules: Modules) -> None:
    script = """
    async ({ Follower, APPLIED, MISSING }) => {
      const follower = new Follower(() => {}, { epoch: "old", seq: 40, state: {} }, () => {});
      const events = { type: "events", epoch: "new", first: 3, seq: 3, events: [{ seq: 3 }] };
      const answers = [follower.receive(events) === MISSING, JSON.stringify(follower.position()) === "{}"];
      answers.push(follower.receive({ type: "snapshot", epoch: "new", seq: 2, state: { fresh: true } }) === APPLIED);
      answers.push(follower.receive(events) === APPLIED, follower.seq === 3, follower.state.fresh);
      return answers;
    }
    """
    assert await shared_modules.run("live/streams/follower.js", script) == [True] * 6


async def test_an_event_that_cannot_be_applied_leads_to_a_snapshot(shared_modules: Modules) -> None:
    script = """
    async ({ Follower, MISSING }, { state }) => {
      const { applyPublic } = await import("/live/streams/folding_public.js");
      const follower = new Follower(applyPublic, { epoch: "e", seq: 0, state }, () => {});
      const frame = { epoch: "e", first: 1, seq: 1, events: [{ seq: 1, type: "question.taken", id: "nobody's" }] };
      return [follower.receive(frame) === MISSING, JSON.stringify(follower.position()) === "{}"];
    }
    """
    given = {"state": empty_public()}
    assert await shared_modules.run("live/streams/follower.js", script, given) == [True, True]


AFTER_THE_CLOSE = {"question.redacted", "question.corrected", "notice.corrected"}


async def test_what_comes_after_the_close_lets_the_whole_state_be_asked_for(shared_modules: Modules) -> None:
    evening = RandomEvening(3, steps=120, after_close=("mended", "redacted"))
    first = next(each["seq"] for each in evening.public if each["type"] in AFTER_THE_CLOSE or "written" in each)
    script = """
    async ({ Follower, MISSING, APPLIED }, { events, empty, state }) => {
      const { applyPublic } = await import("/live/streams/folding_public.js");
      const heard = [];
      const start = { epoch: "e", seq: 0, state: empty };
      const follower = new Follower(applyPublic, start, ({ seq }) => heard.push(seq));
      const last = events.at(-1).seq;
      const told = follower.receive({ type: "events", epoch: "e", first: 1, seq: last, events });
      const position = JSON.stringify(follower.position());
      const again = follower.receive({ type: "snapshot", epoch: "e", seq: last, state });
      return [told === MISSING, position, again === APPLIED, heard.at(-1), follower.state];
    }
    """
    state = fold_public(evening.public)
    given = {"events": evening.public, "empty": empty_public(), "state": state}
    found = await shared_modules.run("live/streams/follower.js", script, given)
    assert found == [True, "{}", True, first - 1, state]


PIECES = """
({ applyDesk, takePiece }, { start, events, pieces }) => {
  for (const event of events) applyDesk(start, event);
  const missing = [...start.more?.missing ?? []];
  for (const piece of pieces) takePiece(start, piece);
  return { state: start, missing };
}
"""


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
async def test_a_piece_folds_on_as_on_the_server_and_with_all_pieces_it_is_the_whole_list(
    shared_modules: Modules, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.log.folding.desk_pieces.MAX_CARDS", 3)
    evening = RandomEvening(seed, steps=200, after_close=("redacted",))
    middle = len(evening.desk) // 2
    start, later, whole = first_piece(fold_desk(evening.desk[:middle])), evening.desk[middle:], fold_desk(evening.desk)
    folded = await shared_modules.run(
        "live/streams/folding_desk.js", PIECES, {"start": start, "events": later, "pieces": []}
    )
    for event in later:
        apply_desk(start, event)
    assert folded["state"] == start

    pieces = [{**some_of(whole, some), "group": None} for some in batched(folded["missing"], 3)]
    for group in GROUPS:
        after = start["more"].get(group, {}).get("after")
        while after is not None:
            pieces.append(next_piece(whole, group, after) | {"group": group})
            after = pieces[-1]["more"].get(group, {}).get("after")
    ended = await shared_modules.run(
        "live/streams/folding_desk.js", PIECES, {"start": start, "events": [], "pieces": pieces}
    )
    assert ended["state"] == whole | {"more": {"missing": []}}


async def test_what_is_left_counts_nothing_that_is_here_already(shared_modules: Modules) -> None:
    cards = [
        {"id": f"q{n}", "state": "waiting", "version": 1, "asked_at": f"2027-01-02T13:{n // 60:02}:{n % 60:02}.000Z"}
        for n in range(250)
    ]
    start = {"questions": [*cards[:100], cards[249]], "more": {"to_read": {"after": "q99", "left": 149}, "missing": []}}
    piece = next_piece({"questions": cards}, "to_read", "q99") | {"group": "to_read"}
    given = {"start": start, "events": [], "pieces": [piece]}
    ended = await shared_modules.run("live/streams/folding_desk.js", PIECES, given)
    assert ended["state"]["more"]["to_read"] == {"after": "q199", "left": 49}
    assert len(ended["state"]["questions"]) == 201
