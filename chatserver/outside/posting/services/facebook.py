"""A Facebook Page, by the Graph API: POST /<page>/feed. A doubt is settled by the page's last posts."""

from datetime import datetime, timedelta
from typing import Any
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
)
from chatserver.outside.posting.http import NoUsableAnswer, ServiceAnswer, ServiceCaller, wait_of
from chatserver.outside.posting.outcomes import CopyOutcome, RefusedThere, Sent, TargetStopped, TargetWaits, Unsure
from chatserver.outside.posting.refusal_outcomes import outcome_of_refusal
from chatserver.web_client import NotConnected
from sessions.posting.reasons import CopyReason

USUAL_VERSION = "v25.0"
MOST_SEEN = 50
LIMITS = frozenset({4, 17, 32, 341, 613, *range(80_000, 80_015)})
DUPLICATE, TEMPORARY = 506, frozenset({1, 2})
STOPPED_BY: dict[int, CopyReason] = {
    **dict.fromkeys((102, 190, 463, 467), CopyReason.TOKEN),
    **dict.fromkeys((3, 10, *range(200, 300)), CopyReason.RIGHTS),
    368: CopyReason.BLOCKED,
}


class FacebookPage:
    after_doubt = AfterDoubt.LOOK
    repeats_for: timedelta | None = None

    def __init__(self, target: PostingTarget) -> None:
        self._page = target.values["page"]
        self._url = f"{target.url}/{target.values.get('version', USUAL_VERSION)}"
        self._headers = {"Authorization": f"Bearer {target.values['token']}"}
        self._caller = ServiceCaller(target.timeout_seconds)

    def send(self, message: PostMessage) -> CopyOutcome:
        fields = {"message": message.text, "link": message.link, "published": "true"}
        try:
            answer = self._caller.ask("POST", f"{self._url}/{self._page}/feed", data=fields, headers=self._headers)
        except (NotConnected, NoUsableAnswer) as error:
            return unless_lost(error)
        return _judge(answer, timezone.now())

    def find(self, message: PostMessage) -> tuple[str, str] | None:
        query = {"fields": "id,message,created_time", "limit": str(MOST_SEEN)}
        url = f"{self._url}/{self._page}/published_posts"
        answer = self._caller.ask("GET", url, params=query, headers=self._headers)
        code = answer.number("error", "code")
        if code is not None and STOPPED_BY.get(code) == CopyReason.TOKEN:
            raise NoUsableAnswer(CopyReason.TOKEN)
        require_readable(answer)
        rows = answer.dig("data")
        found = find_own_post(rows, message, most=MOST_SEEN, dated="created_time", words_of=_words_of)
        return (found.word("id"), page_of_post(found.word("id"))) if found else None

    def remove(self, external_id: str) -> bool:
        answer = self._caller.ask("DELETE", f"{self._url}/{quote(external_id, safe='')}", headers=self._headers)
        is_unknown = answer.dig("error", "code") == 100 and answer.dig("error", "error_subcode") == 33
        return is_unknown or is_removed(answer)


def _words_of(row: dict[str, Any]) -> str:
    return str(row.get("message", ""))


def page_of_post(external_id: str) -> str:
    return f"https://www.facebook.com/{quote(external_id, safe='')}"


def _judge(answer: ServiceAnswer, now: datetime) -> CopyOutcome:
    """An error may come with any status, also with 200."""
    code = answer.number("error", "code")
    if code is not None:
        return _judge_code(code, answer, now)
    if answer.is_good:
        external_id = answer.word("id") or answer.word("post_id")
        return Sent(external_id, page_of_post(external_id)) if external_id else Unsure(CopyReason.UNREADABLE)
    return outcome_of_refusal(answer, now)


def _judge_code(code: int, answer: ServiceAnswer, now: datetime) -> CopyOutcome:
    if code in STOPPED_BY:
        return TargetStopped(STOPPED_BY[code])
    if code in LIMITS:
        return TargetWaits(CopyReason.BUSY, wait_of(answer, now))
    if code == DUPLICATE:
        return Sent("")
    if code in TEMPORARY or answer.is_trouble:
        return Unsure(f"{CopyReason.TROUBLE} {code}")
    return RefusedThere(f"{CopyReason.REFUSED} {code}")
