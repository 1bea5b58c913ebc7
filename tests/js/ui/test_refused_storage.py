"""Private windows, full phones and some apps refuse what a browser keeps: by null, by throwing, by rejecting."""

import pytest
from playwright.async_api import expect

from tests.browser.modules import Modules
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="package")

REFUSES = """
  const refuse = () => { throw new DOMException("refused", "SecurityError"); };
  const reject = () => Promise.reject(new DOMException("refused", "SecurityError"));
  Object.defineProperty(window, "localStorage", { get: LOCAL_STORAGE });
  IDBFactory.prototype.open = refuse;
  IDBFactory.prototype.deleteDatabase = refuse;
  const CACHE_ACTS = window.CacheStorage ? ["open", "keys", "match", "delete"] : [];
  for (const name of CACHE_ACTS) CacheStorage.prototype[name] = reject;
  for (const name of ["register", "getRegistration", "getRegistrations"]) {
    if (window.ServiceWorkerContainer) ServiceWorkerContainer.prototype[name] = reject;
  }
"""
IN_PLACE_OF_STORAGE = {"null": "() => null", "throwing": "refuse"}
BOTH = pytest.mark.parametrize("storage", IN_PLACE_OF_STORAGE)

WRITE_AND_READ = """
  async ({ StoredValue }) => {
    const stored = new StoredValue("x");
    stored.write(["new"]);
    const written = new StoredValue("x").read("nothing");
    stored.clear();
    const { keptNames } = await import("http://scripts.test/live/own/kept_names.js");
    return [written, stored.read("nothing"), keptNames()];
  }
"""
FETCH_BY_WORKER = """
  async () => {
    self.APP = { version: "1", files: [], offline: "/offline/", seldom: "/seldom.js" };
    const refused = Promise.reject(new DOMException("full", "QuotaExceededError"));
    refused.catch(() => {});
    Object.defineProperty(self, "caches", { value: { open: () => refused, match: () => refused } });
    const answers = [];
    self.addEventListener = new Proxy(self.addEventListener, {
      apply: (add, self, [type, act]) => type === "fetch" ? answers.push(act) : add.call(self, type, act),
    });
    await import("http://scripts.test/worker/static_files.js");
    await import("http://scripts.test/worker/navigation.js");
    const ask = (request) => new Promise((resolve, reject) => {
      for (const act of answers) act({ request, respondWith: (given) => given.then(resolve, reject) });
    });
    const file = await ask(new Request("/static/js/pages/room.0123456789ab.js"));
    self.fetch = () => Promise.reject(new TypeError("no network"));
    const page = await ask({ mode: "navigate", method: "GET", url: `${location.origin}/chat/` });
    return [file.status, page.type];
  }
"""


def refusing(storage: str) -> str:
    return f"{{{REFUSES.replace('LOCAL_STORAGE', IN_PLACE_OF_STORAGE[storage])}}}"


@BOTH
async def test_a_value_is_kept_in_the_page_alone(modules: Modules, storage: str) -> None:
    await modules.page.evaluate(refusing(storage))
    assert await modules.run("live/own/stored_value.js", WRITE_AND_READ) == [["new"], "nothing", []]


async def test_the_worker_fetches_what_no_cache_keeps(modules: Modules) -> None:
    """The file comes from the network; of a page, the browser says itself that there is none."""
    assert await modules.run("live/connection/wire_version.js", FETCH_BY_WORKER) == [404, "error"]


@BOTH
async def test_in_the_room_a_question_is_asked(guests: Visitors, storage: str) -> None:
    guests.complaints.clear()
    page = await guests.resident(1, go=False)
    await page.add_init_script(refusing(storage))
    await page.goto(f"{guests.base_url}/chat/{guests.chat}/")
    await expect(page.locator("[data-part=connection]")).to_have_text("Connected")
    words = f"Where does the {storage} drain end?"
    await page.locator("#ask-text").fill(words)
    await page.locator("#ask-form").get_by_role("button", name="Send").click()
    await expect(page.locator("#ask-form [data-part=feedback]")).to_contain_text("Received.")
    await expect(page.locator("#yours")).to_contain_text(words)
    assert guests.complaints == []


@BOTH
async def test_one_can_see_ones_own_page_and_sign_out(guests: Visitors, storage: str) -> None:
    guests.complaints.clear()
    page = await guests.resident(1, go=False)
    await page.add_init_script(refusing(storage))
    for path in ("/me/", "/my-chat/", "/matters/new/", "/me/reminders/", "/offline/?lang=en"):
        await page.goto(guests.base_url + path)
        await page.wait_for_load_state("networkidle")
    assert guests.complaints == []
    await page.goto(f"{guests.base_url}/me/")
    await page.locator("form[data-unsent] button").first.click()
    await expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert guests.complaints == []
