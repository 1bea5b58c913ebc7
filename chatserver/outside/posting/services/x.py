"""X, by its API v2: POST /2/tweets in the name of one account (OAuth 1.0a). A doubt is settled by its last posts."""

import json
import secrets as random
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.utils import timezone

from chatserver.config.posting_targets import PostingTarget
from chatserver.outside.posting.adapter import (
    AfterDoubt,
    PostMessage,
    find_own_post,
    is_removed,
    require_readable,
    unless_lost,
)
from chatserver.outside.posting.http import NoUsableAnswer, ServiceAnswer, ServiceCaller
from chatserver.outside.posting.outcomes import CopyOutcome, Sent, Unsure
from chatserver.outside.posting.refusal_outcomes import outcome_of_refusal
from chatserver.outside.posting.services.oauth1 import Secrets, authorization
from chatserver.web_client import NotConnected
from sessions.posting.reasons import CopyReason

MOST_SEEN = 50
FORBIDDEN = 403


class XAccount:
    after_doubt = AfterDoubt.LOOK
    repeats_for: timedelta | None = None

    def __init__(self, target: PostingTarget) -> None:
        values = target.values
        names = ("consumer_key", "consumer_secret", "token", "token_secret")
        self._secrets = Secrets(*(values[name] for name in names))
        self._user = values.get("user", "")
        self._url = target.url
        self._caller = ServiceCaller(target.timeout_seconds)

    def send(self, message: PostMessage) -> CopyOutcome:
        try:
            answer = self._ask("POST", "/2/tweets", json={"text": message.text})
        except (NotConnected, NoUsableAnswer) as error:
            return unless_lost(error)
        return _judge(answer, timezone.now())

    def find(self, message: PostMessage) -> tuple[str, str] | None:
        query = urlencode({"max_results": MOST_SEEN, "tweet.fields": "entities,created_at"})
        answer = require_readable(self._ask("GET", f"/2/users/{quote(self._own_id(), safe='')}/tweets?{query}"))
        rows = answer.dig("data") or []  # left out where there are none
        # The text holds a short link of theirs; the whole one stands among its entities.
        found = find_own_post(rows, message, most=MOST_SEEN, dated="created_at", words_of=json.dumps)
        return (found.word("id"), page_of_status(found.word("id"))) if found else None

    def remove(self, external_id: str) -> bool:
        return is_removed(self._ask("DELETE", f"/2/tweets/{quote(external_id, safe='')}"))

    def _own_id(self) -> str:
        if not self._user:
            self._user = require_readable(self._ask("GET", "/2/users/me")).word("data", "id")
        if not self._user:
            raise NoUsableAnswer(CopyReason.UNREADABLE)
        return self._user

    def _ask(self, method: str, path: str, **request: Any) -> ServiceAnswer:
        url = f"{self._url}{path}"
        signed = authorization(
            method, url, self._secrets, nonce=random.token_hex(16), timestamp=int(timezone.now().timestamp())
        )
        return self._caller.ask(method, url, headers={"Authorization": signed}, **request)


def page_of_status(external_id: str) -> str:
    return f"https://x.com/i/web/status/{quote(external_id, safe='')}"


def _judge(answer: ServiceAnswer, now: datetime) -> CopyOutcome:
    if answer.is_good:
        external_id = answer.word("data", "id")
        return Sent(external_id, page_of_status(external_id)) if external_id else Unsure(CopyReason.UNREADABLE)
    if answer.status == FORBIDDEN and "duplicate" in json.dumps(answer.told).lower():
        return Sent("")  # the same text is refused: our link in it is in no other text, so that it is there
    return outcome_of_refusal(answer, now)
