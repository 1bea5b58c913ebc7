"""A drawing is no part of a frame's own work, and shows what holds when it begins, however often it was asked for."""

import pytest

from tests.browser.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

DRAW = """
async ({ RenderLoop }) => {
  const drawn = [];
  let [state, isInFrame, done] = ["asked", false, null];
  const nextFrame = requestAnimationFrame;
  globalThis.requestAnimationFrame = (call) => nextFrame((now) => {
    isInFrame = true;
    call(now);
    isInFrame = false;
  });
  const loop = new RenderLoop(() => {
    drawn.push([state, isInFrame]);
    done();
  });
  const drawing = () => new Promise((call) => { done = call; });
  const ask = () => ["changed", "newest"].forEach((next) => { loop.ask(); state = next; });
  const first = drawing();
  ask();
  await first;
  const second = drawing();
  loop.ask();
  await second;
  globalThis.requestAnimationFrame = nextFrame;
  return drawn;
}
"""


async def test_what_is_asked_for_together_is_drawn_once_and_apart_from_the_frame(shared_modules: Modules) -> None:
    found = await shared_modules.run("ui/render_loop.js", DRAW)
    assert found == [["newest", False], ["newest", False]]
