"""Bluesky, by AT Protocol: putRecord with a key of our own, so that a repeat writes the same record again.

The key is a TID (a moment in microseconds and a number of ten bits, in an alphabet that sorts), made of the moment of
the post's approval and the copy's number, which stay the same for each repeat.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from chatserver.config.posting_targets import PostingTarget
from chatserver.outside.posting.adapter import AfterDoubt, PostMessage, is_removed, unless_lost, with_status
from chatserver.outside.posting.http import NoUsableAnswer, ServiceAnswer, ServiceCaller, wait_of
from chatserver.outside.posting.outcomes import CopyOutcome, NotTaken, Sent, TargetStopped, TargetWaits, Unsure
from chatserver.outside.posting.refusal_outcomes import outcome_of_refusal
from chatserver.web_client import NotConnected
from sessions.posting.reasons import CopyReason

LARGEST_PICTURE = 1_000_000
COLLECTION = "app.bsky.feed.post"
LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
TID_LENGTH = 13
LONGEST_DID = 150
"""The name of a record holds it, and is kept."""


class _NoSession(Exception):
    """The service opened no session. outcome: what it means for the post, which was not sent."""

    def __init__(self, outcome: CopyOutcome) -> None:
        super().__init__()
        self.outcome = outcome


class BlueskyAccount:
    after_doubt = AfterDoubt.RETRY
    repeats_for: timedelta | None = None

    def __init__(self, target: PostingTarget) -> None:
        self._url = f"{target.url}/xrpc"
        self._handle, self._password = target.values["handle"], target.values["password"]
        self._caller = ServiceCaller(target.timeout_seconds)

    def send(self, message: PostMessage) -> CopyOutcome:
        try:
            did, headers = self._sign_in()
        except _NoSession as none:
            return none.outcome
        rkey = tid_of(message.fixed_at, message.copy_id)
        record = record_of(message, self._upload(message.picture, headers))
        told: dict[str, Any] = {"repo": did, "collection": COLLECTION, "rkey": rkey, "record": record}
        try:
            answer = self._caller.ask("POST", f"{self._url}/com.atproto.repo.putRecord", json=told, headers=headers)
        except (NotConnected, NoUsableAnswer) as error:
            return unless_lost(error)
        return self._judge(answer, f"at://{did}/{COLLECTION}/{rkey}")

    def _upload(self, picture: Callable[[], bytes], headers: dict[str, str]) -> Any:
        """What the service calls the picture; None where it did not take it: the post goes without."""
        url, png = f"{self._url}/com.atproto.repo.uploadBlob", picture()
        if len(png) > LARGEST_PICTURE:
            return None
        try:
            answer = self._caller.ask("POST", url, content=png, headers=headers | {"Content-Type": "image/png"})
        except (NotConnected, NoUsableAnswer):
            return None
        return answer.dig("blob") if answer.is_good else None

    def find(self, message: PostMessage) -> tuple[str, str] | None:
        did, headers = self._signed_in()
        rkey = tid_of(message.fixed_at, message.copy_id)
        query = {"repo": did, "collection": COLLECTION, "rkey": rkey}
        answer = self._caller.ask("GET", f"{self._url}/com.atproto.repo.getRecord", params=query, headers=headers)
        if answer.is_good and answer.word("uri"):
            return answer.word("uri"), self._page_of(rkey)
        if answer.word("error") == "RecordNotFound":
            return None
        raise NoUsableAnswer(with_status(CopyReason.TROUBLE, answer))

    def remove(self, external_id: str) -> bool:
        did, headers = self._signed_in()
        told = {"repo": did, "collection": COLLECTION, "rkey": external_id.rpartition("/")[2]}
        return is_removed(
            self._caller.ask("POST", f"{self._url}/com.atproto.repo.deleteRecord", json=told, headers=headers)
        )

    def _signed_in(self) -> tuple[str, dict[str, str]]:
        try:
            return self._sign_in()
        except _NoSession:
            raise NoUsableAnswer(CopyReason.TROUBLE) from None

    def _sign_in(self) -> tuple[str, dict[str, str]]:
        """The account's DID, and the headers with its token. Nothing was posted before: no doubt comes of it."""
        told = {"identifier": self._handle, "password": self._password}
        try:
            answer = self._caller.ask("POST", f"{self._url}/com.atproto.server.createSession", json=told)
        except NotConnected:
            raise _NoSession(NotTaken(CopyReason.NO_CONNECTION)) from None
        except NoUsableAnswer as error:
            raise _NoSession(NotTaken(str(error))) from None
        did, token = answer.word("did"), answer.dig("accessJwt")
        is_token = isinstance(token, str) and token.isascii() and token.isprintable()
        if answer.is_good and 0 < len(did) <= LONGEST_DID and is_token:
            return did, {"Authorization": f"Bearer {token}"}
        raise _NoSession(_judge_session(answer, timezone.now()))

    def _judge(self, answer: ServiceAnswer, uri: str) -> CopyOutcome:
        if answer.is_good:
            is_ours = answer.word("uri").rpartition("/")[2] == uri.rpartition("/")[2]
            return Sent(uri, self._page_of(uri.rpartition("/")[2])) if is_ours else Unsure(CopyReason.UNREADABLE)
        if answer.word("error") in {"ExpiredToken", "InvalidToken", "AuthMissing"}:
            return NotTaken(with_status(CopyReason.TROUBLE, answer))  # a new session is made for each post
        return outcome_of_refusal(answer, timezone.now())

    def _page_of(self, rkey: str) -> str:
        return f"https://bsky.app/profile/{self._handle}/post/{rkey}"


def record_of(message: PostMessage, picture: Any = None) -> dict[str, Any]:
    """The record, the same for each repeat. Facets count in bytes of UTF-8. picture: as the service named it."""
    external: dict[str, Any] = {"uri": message.link, "title": message.title, "description": message.description}
    if isinstance(picture, dict):
        external["thumb"] = picture
    record: dict[str, Any] = {
        "$type": COLLECTION,
        "text": message.text,
        "createdAt": message.asked_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "langs": [message.language],
        "embed": {"$type": "app.bsky.embed.external", "external": external},
    }
    begin = message.text.rfind(message.shown_link)
    if begin >= 0:
        from_byte = len(message.text[:begin].encode())
        place = {"byteStart": from_byte, "byteEnd": from_byte + len(message.shown_link.encode())}
        feature = {"$type": "app.bsky.richtext.facet#link", "uri": message.link}
        record["facets"] = [{"index": place, "features": [feature]}]
    return record


def tid_of(at: datetime, number: int) -> str:
    """Thirteen letters; the first of their 65 bits is none, the next is 0."""
    micros = int(at.astimezone(UTC).timestamp() * 1_000_000)
    value = (micros & ((1 << 53) - 1)) << 10 | number % 1024
    return "".join(LETTERS[value >> 5 * place & 31] for place in reversed(range(TID_LENGTH)))


def _judge_session(answer: ServiceAnswer, now: datetime) -> CopyOutcome:
    if answer.status == 429:
        return TargetWaits(CopyReason.BUSY, wait_of(answer, now))
    if answer.is_good or answer.is_trouble:
        return NotTaken(CopyReason.UNREADABLE if answer.is_good else with_status(CopyReason.TROUBLE, answer))
    return TargetStopped(CopyReason.TOKEN)
