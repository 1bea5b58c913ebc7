"""Mastodon: POST /api/v1/statuses with an Idempotency-Key, which is kept for an hour; after that it is looked for."""

import json
from datetime import datetime, timedelta
from urllib.parse import quote

from django.utils import timezone

from chatserver.config.posting_targets import PostingTarget
from chatserver.outside.posting.adapter import (
    AfterDoubt,
    PostMessage,
    find_own_post,
    is_removed,
    require_readable,
    unless_lost,
    with_status,
)
from chatserver.outside.posting.http import NoUsableAnswer, ServiceAnswer, ServiceCaller
from chatserver.outside.posting.outcomes import CopyOutcome, Sent, Unsure
from chatserver.outside.posting.refusal_outcomes import outcome_of_refusal
from chatserver.web_client import NotConnected
from sessions.posting.reasons import CopyReason

KEY_LASTS = timedelta(minutes=50)
"""The server keeps a key for an hour; ours is a little shorter, because its clock is another one."""

MOST_SEEN = 40


class MastodonAccount:
    after_doubt = AfterDoubt.RETRY
    repeats_for: timedelta | None = KEY_LASTS

    def __init__(self, target: PostingTarget) -> None:
        self._url = f"{target.url}/api/v1"
        self._visibility = target.values.get("visibility", "public")
        self._headers = {"Authorization": f"Bearer {target.values['token']}"}
        self._caller = ServiceCaller(target.timeout_seconds)

    def send(self, message: PostMessage) -> CopyOutcome:
        told = {"status": message.text, "language": message.language, "visibility": self._visibility}
        headers = self._headers | {"Idempotency-Key": message.key}
        try:
            answer = self._caller.ask("POST", f"{self._url}/statuses", json=told, headers=headers)
        except (NotConnected, NoUsableAnswer) as error:
            return unless_lost(error)
        return _judge(answer, timezone.now())

    def find(self, message: PostMessage) -> tuple[str, str] | None:
        own = require_readable(self._get("accounts/verify_credentials")).word("id")
        if not own:
            raise NoUsableAnswer(CopyReason.UNREADABLE)
        answer = self._get(f"accounts/{quote(own, safe='')}/statuses?limit={MOST_SEEN}&exclude_reblogs=true")
        if not answer.is_good:
            raise NoUsableAnswer(with_status(CopyReason.TROUBLE, answer))
        found = find_own_post(answer.rows, message, most=MOST_SEEN, dated="created_at", words_of=json.dumps)
        return (found.word("id"), found.word("url")) if found else None

    def remove(self, external_id: str) -> bool:
        url = f"{self._url}/statuses/{quote(external_id, safe='')}"
        return is_removed(self._caller.ask("DELETE", url, headers=self._headers))

    def _get(self, path: str) -> ServiceAnswer:
        return self._caller.ask("GET", f"{self._url}/{path}", headers=self._headers)


def _judge(answer: ServiceAnswer, now: datetime) -> CopyOutcome:
    if answer.is_good:
        external_id = answer.word("id")
        return Sent(external_id, answer.word("url")) if external_id else Unsure(CopyReason.UNREADABLE)
    return outcome_of_refusal(answer, now)
