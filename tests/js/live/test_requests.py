"""A command by plain request always ends: with its answer, a final refusal, or no answer at all."""

import json
from typing import Any

import pytest

from tests.browser.modules import ORIGIN, Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.long]

POST = "({ postFrame }) => postFrame('/commands', { type: 'cmd', ref: 'r', op: 'x' }, 'token')"
NO_FRAME = {"type": "nack", "ref": "r", "code": "no_frame", "retry": False}
NACK = {"type": "nack", "ref": None, "code": "forbidden", "message": "No.", "retry": False}


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [
        (200, json.dumps({"type": "ack", "ref": "r", "result": {}}), {"type": "ack", "ref": "r", "result": {}}),
        (403, json.dumps(NACK), {**NACK, "ref": "r"}),
        (403, "<!doctype html><title>Forbidden</title>", NO_FRAME),
        (200, "<!doctype html><title>Please pay for this network</title>", NO_FRAME),
        (404, "null", NO_FRAME),
        (502, "<!doctype html><title>Bad Gateway</title>", None),
    ],
)
async def test_what_a_command_comes_to(modules: Modules, status: int, body: str, answer: dict[str, Any] | None) -> None:
    await modules.page.route(f"{ORIGIN}/commands?v=1", lambda route: route.fulfill(status=status, body=body))
    assert await modules.run("live/connection/requests.js", POST) == answer


async def test_a_command_without_an_answer_may_be_sent_again(modules: Modules) -> None:
    await modules.page.route(f"{ORIGIN}/commands?v=1", lambda route: route.abort())
    assert await modules.run("live/connection/requests.js", POST) is None
