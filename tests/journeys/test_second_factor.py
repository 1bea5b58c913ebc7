"""A clerk on a phone makes a passkey, under our content-security policy, and comes in again with it."""

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from tests.servers.evenings import make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


async def test_a_passkey_is_made_and_used(served: Server, browser: Browser) -> None:
    sheet = make_evenings(served, 1)[0]
    origin = served.base_url.replace("127.0.0.1", "localhost")
    context = await browser.new_context(viewport={"width": 360, "height": 740})
    await sign_in(context, origin, sheet["clerk_without_proof"])
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    device = await context.new_cdp_session(page)
    await device.send("WebAuthn.enable")
    await device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    await page.goto(f"{origin}/planning/")
    await expect(page).to_have_url(f"{origin}/second-factor/set-up/?next=%2Fplanning%2F")
    await page.get_by_role("button", name="Make a passkey").click()
    await expect(page).to_have_url(f"{origin}/second-factor/keys/?next=%2Fplanning%2F")
    await page.get_by_role("link", name="Continue").click()
    await expect(page).to_have_url(f"{origin}/planning/")

    [cookie] = [each for each in await context.cookies() if each["name"] == "sessionid"]
    assert cookie["value"] != sheet["clerk_without_proof"]
    await context.clear_cookies()
    fresh = make_sign_in(served, cookie["value"])
    await sign_in(context, origin, fresh)
    await page.goto(f"{origin}/planning/")
    await page.get_by_role("button", name="Use the passkey").press("Enter")
    await expect(page).to_have_url(f"{origin}/planning/")
    assert complaints == []


async def sign_in(context: BrowserContext, origin: str, key: str) -> None:
    await context.add_cookies([{"name": "sessionid", "value": key, "url": origin}])


def make_sign_in(served: Server, key: str) -> str:
    """Another cookie session of the same person, by the first factor alone."""
    done = served.manage("shell", "-v", "0", "-c", ANOTHER, input=key)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


ANOTHER = """
import sys
from django.contrib.sessions.models import Session
from django.contrib.auth import get_user_model
from tests.servers.evenings import cookie_of
signed_in = Session.objects.get(pk=sys.stdin.read().strip()).get_decoded()
print(cookie_of(get_user_model().objects.get(pk=signed_in["_auth_user_id"]), is_proven=False))
"""
