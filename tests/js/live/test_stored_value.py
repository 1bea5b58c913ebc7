"""Values that must outlive the page are kept if the browser allows it, and nothing fails if it does not."""

import pytest

from tests.browser.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

WRITE_AND_READ = """
  async ({ StoredValue }, refuses) => {
    if (refuses) Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
    const stored = new StoredValue("x");
    stored.write(["new"]);
    const written = new StoredValue("x").read("nothing");
    stored.clear();
    return [written, stored.read("nothing")];
  }
"""


async def test_a_value_outlives_a_reload(modules: Modules) -> None:
    await modules.run("live/own/stored_value.js", "({ StoredValue }) => new StoredValue('x').write({ kept: true })")
    await modules.page.reload()
    assert await modules.run("live/own/stored_value.js", "({ StoredValue }) => new StoredValue('x').read(null)") == {
        "kept": True
    }


@pytest.mark.parametrize("refuses", [False, True])
async def test_a_browser_that_keeps_nothing_still_works_until_the_page_is_left(modules: Modules, refuses: bool) -> None:
    await modules.run("live/own/stored_value.js", "({ StoredValue }) => new StoredValue('x').write(['old'])")
    assert await modules.run("live/own/stored_value.js", WRITE_AND_READ, refuses) == [["new"], "nothing"]
