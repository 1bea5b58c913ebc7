"""Signing in by a code as a browser does it, with the gateway's help."""

import re
from itertools import count
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.test import Client

from chatserver.accounts.codes.code_sender import CODE_SENDER
from chatserver.accounts.limits.proof_of_work import is_solved
from chatserver.accounts.models import User
from tests.servers.services.fake_gateway import FakeGateway

ENGLISH = {"accept-language": "en"}
WRITTEN, NUMBER = "098300-12345", "+919830012345"


def post(client: Client, path: str, **fields: str) -> Any:
    answer = client.post(path, fields, headers=ENGLISH)
    CODE_SENDER.wait_until_sent()
    return answer


def ask(client: Client, written: str = WRITTEN, *, by: str = "phone", **more: str) -> Any:
    return post(client, "/sign-in/", by=by, address=written, **more)


def sign_in(client: Client, gateway: FakeGateway, written: str = WRITTEN, **more: str) -> Any:
    ask(client, written, **more)
    return post(client, "/sign-in/code/", code=gateway.codes[-1])


def solve_work(page: Any) -> dict[str, str]:
    """The challenge in the form of a page, as its script finds it."""
    html = page.content.decode()
    [(nonce, bits)] = re.findall(r'data-nonce="([^"]+)" data-bits="([0-9]+)"', html)
    [token] = re.findall(r'name="work" value="([^"]+)"', html)
    return {"work": token, "solution": next(str(n) for n in count() if is_solved(nonce, int(bits), str(n)))}


def signed_in_as(client: Client) -> User | None:
    key = client.session.get(SESSION_KEY)
    return User.objects.get(pk=key) if key else None
