"""Values that must outlive the page are kept if the browser allows it, and nothing fails if it does not."""

import pytest

from tests.js.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

WRITE_AND_READ = """
  async ({ Shelf }, refuses) => {
    if (refuses) Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
    const shelf = new Shelf("x");
    shelf.write(["new"]);
    const written = new Shelf("x").read("nothing");
    shelf.clear();
    return [written, shelf.read("nothing")];
  }
"""


async def test_a_value_outlives_a_reload(modules: Modules) -> None:
    await modules.run("live/own/shelf.js", "({ Shelf }) => new Shelf('x').write({ kept: true })")
    await modules.page.reload()
    assert await modules.run("live/own/shelf.js", "({ Shelf }) => new Shelf('x').read(null)") == {"kept": True}


@pytest.mark.parametrize("refuses", [False, True])
async def test_a_browser_that_keeps_nothing_still_works_until_the_page_is_left(modules: Modules, refuses: bool) -> None:
    await modules.run("live/own/shelf.js", "({ Shelf }) => new Shelf('x').write(['old'])")
    assert await modules.run("live/own/shelf.js", WRITE_AND_READ, refuses) == [["new"], "nothing"]
