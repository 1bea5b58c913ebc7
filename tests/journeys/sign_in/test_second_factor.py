"""A clerk on a phone makes a passkey, under our content-security policy, and signs in again with it."""

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.servers.programs.evenings import make_evenings
from tests.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "hasResidentKey": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


async def test_a_passkey_is_made_and_used(served: Server, chromium: Browser) -> None:
    sheet = make_evenings(served, 1)[0]
    origin = served.base_url.replace("127.0.0.1", "localhost")
    context = await chromium.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    await sign_in(context, origin, sheet["clerk_without_proof"])
    page = await context.new_page()
    complaints = await give_device(context, page)

    await be_allowed_to_set_up(page, origin, in_shell(served, CODE, sheet["clerk_without_proof"]))
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
    await context.clear_cookies(name="sessionid")
    await page.goto(f"{origin}/sign-in/?next=/planning/")
    await page.get_by_role("button", name="Sign in with the passkey").press("Enter")
    await expect(page).to_have_url(f"{origin}/planning/")
    assert complaints == []


async def give_device(context: BrowserContext, page: Page) -> list[str]:
    """A virtual authenticator for passkeys; answers the list of the page's console messages."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    device = await context.new_cdp_session(page)
    await device.send("WebAuthn.enable")
    await device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return complaints


async def be_allowed_to_set_up(page: Page, origin: str, code: str) -> None:
    await page.goto(f"{origin}/planning/")
    await expect(page).to_have_url(f"{origin}/second-factor/set-up/?next=%2Fplanning%2F")
    await page.get_by_label("Set-up code").fill(code)
    await page.get_by_role("button", name="Continue").click()


async def sign_in(context: BrowserContext, origin: str, key: str) -> None:
    await context.add_cookies([{"name": "sessionid", "value": key, "url": origin}])


def make_sign_in(served: Server, key: str) -> str:
    """Another cookie session of the same person, with the first factor alone."""
    return in_shell(served, ANOTHER, key)


def in_shell(served: Server, script: str, key: str) -> str:
    done = served.manage("shell", "-v", "0", "-c", script, input=key)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


CODE = """
import sys
from django.contrib.sessions.models import Session
from chatserver.accounts.second_factor.enrolment import make_enrolment_code
from chatserver.accounts.models import User
signed_in = Session.objects.get(pk=sys.stdin.read().strip()).get_decoded()
print(make_enrolment_code(User.objects.get(pk=signed_in["_auth_user_id"])))
"""
ANOTHER = """
import sys
from django.contrib.sessions.models import Session
from django.contrib.auth import get_user_model
from tests.servers.programs.evenings import cookie_of
signed_in = Session.objects.get(pk=sys.stdin.read().strip()).get_decoded()
print(cookie_of(get_user_model().objects.get(pk=signed_in["_auth_user_id"]), is_proven=False))
"""
