"""What every page tells the browser to refuse: foreign scripts, frames around it, and windows that reach in."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.template import engines

from tests.chatserver.who_may.test_addresses import addresses, ask, blank_pages, client_for, paths_of
from tests.chatserver.who_may.town import make_town

pytestmark = pytest.mark.long

__all__ = ["blank_pages"]

TOLD = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NOTHING_ELSE = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "form-action": {"'self'"},
}
TRUSTED_TYPES = {"require-trusted-types-for": {"'script'"}}
"""Except for Django's administration, whose scripts do not know them."""


WITHOUT_READER = {"/offline/"}
"""Made without looking who asks (chatserver/web/app/offline.py), because phones keep it."""


@pytest.mark.row("threat", 17)
@pytest.mark.row("threat", 18)
@pytest.mark.row("threat", 19)
@pytest.mark.row("threat", 59)
@pytest.mark.row("threat", 60)
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("blank_pages")
@pytest.mark.parametrize("who", ["visitor", "clerk", "administrator"])
def test_every_page_is_strict_and_personal_pages_stay_out_of_caches(who: str) -> None:
    assert engines["blank"]
    town = make_town()
    somebody = town.people[who]
    client, lax, seen = client_for(somebody), [], 0
    for address, entry in addresses():
        for path in list(paths_of(address, entry, town).values())[:1]:
            answer = ask(client, "get", path)
            if is_page(answer):
                seen += 1
                lax += [f"{path}: {what}" for what in laxities(answer, is_admin=address.startswith("admin/"))]
                if (
                    somebody.person is not None
                    and path not in WITHOUT_READER
                    and "no-store" not in answer.get("Cache-Control", "")
                ):
                    lax.append(f"{path}: may be stored, {answer.get('Cache-Control')}")
    assert lax == []
    assert seen > 10


def is_page(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html")


def laxities(answer: Any, *, is_admin: bool) -> list[str]:
    found = [f"{name}: {answer.get(name)}" for name, value in TOLD.items() if answer.get(name) != value]
    policy = {name: set(rest) for name, *rest in map(str.split, answer.get("Content-Security-Policy", "").split(";"))}
    wanted = NOTHING_ELSE if is_admin else NOTHING_ELSE | TRUSTED_TYPES
    return found + [f"{name}: {policy.get(name)}" for name, value in wanted.items() if policy.get(name) != value]
