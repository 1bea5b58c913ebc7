"""The browser's database of what waits to be sent."""

import pytest

from tests.browser.modules import Modules

pytestmark = pytest.mark.asyncio(loop_scope="package")

FULL_AT_FIRST = """async ({ readEntries, withEntries }) => {
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = () => { throw new DOMException("full", "QuotaExceededError"); };
  const refusal = await readEntries().catch(({ name }) => name);
  IDBFactory.prototype.open = open;
  await withEntries("readwrite", (store) => store.put({ ref: "1" }));
  return [refusal, await readEntries()];
}"""


async def test_a_full_phone_is_asked_again_once_it_may_have_space(modules: Modules) -> None:
    assert await modules.run("live/own/entry_database.js", FULL_AT_FIRST) == ["QuotaExceededError", [{"ref": "1"}]]
