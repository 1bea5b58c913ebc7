"""A plain request of a signed-in person, repeated while the server says when to ask again."""

import json
import time
import urllib.error
import urllib.request
from typing import Any

ANSWERED_WITHIN_S = 30.0
ASKED_AGAIN_FOR_S = 90.0


def get_json(address: str, cookie: str) -> Any:
    """The page. A process that has just lost the database says when to ask again."""
    request = urllib.request.Request(address, headers={"Cookie": cookie})
    deadline = time.monotonic() + ASKED_AGAIN_FOR_S
    while True:
        try:
            with urllib.request.urlopen(request, timeout=ANSWERED_WITHIN_S) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                assert (refused.code, time.monotonic() < deadline) == (503, True), refused.read()
            time.sleep(float(refused.headers["Retry-After"]))
