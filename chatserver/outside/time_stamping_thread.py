"""Stamps checkpoints beside the server, where the settings name an authority."""

import logging
from datetime import timedelta
from typing import override

from django.conf import settings
from django.utils import timezone
from rfc3161_client import HashAlgorithm, TimeStampRequest, TimestampRequestBuilder

from chatserver.config.time_stamping import StampingAuthority
from chatserver.operations.workers.periodic import PeriodicThread
from chatserver.web_client import NoAnswer, NotConnected, ask
from sessions.record.proof.time_stamp_outbox import claim_checkpoint, keep_time_stamp, note_failure
from sessions.record.proof.verifier.verify import Failed, TimeStamp, check_time_stamp

EVERY_SECONDS = 10.0


class StampingThread(PeriodicThread):
    """A thread of its own: no record waits for the authority, and a slow one delays nobody."""

    def __init__(self, authority: StampingAuthority) -> None:
        super().__init__("time-stamping of checkpoints", every_seconds=EVERY_SECONDS)
        self._authority = authority

    @override
    def take_turn(self) -> None:
        stamp_newest(self._authority)


def start() -> list[StampingThread]:
    if settings.TIME_STAMPS is None:
        return []
    thread = StampingThread(settings.TIME_STAMPS)
    thread.start()
    return [thread]


# Stamps the newest checkpoint if it is due. What the authority answers is verified before it is stored.

logger = logging.getLogger(__name__)

LARGEST = 64 * 1024
"""Bytes of an answer: a token with the certificates of its chain has a few thousand."""

MOST_APART = timedelta(hours=1)
"""Greatest difference between the authority's clock and ours. A stamp that says another day would mislead everybody."""

TYPE = "application/timestamp-query"


class NotStamped(Exception):
    """Why the authority's answer is not kept, in a few words of our own."""


def stamp_newest(authority: StampingAuthority) -> bool:
    """Whether a checkpoint was due. No transaction is open while the authority is asked."""
    checkpoint = claim_checkpoint(timezone.now())
    if checkpoint is None:
        return False
    note = checkpoint.note.encode()
    request = TimestampRequestBuilder().data(note).hash_algorithm(HashAlgorithm.SHA256).build()
    try:
        response = _ask(authority, request)
        stamp = _checked(response, note, request, authority)
    except NotStamped as reason:
        after = note_failure(checkpoint, timezone.now())
        logger.warning("Time-stamping the newest checkpoint failed: %s. Next attempt in %s.", reason, after)
    else:
        keep_time_stamp(
            checkpoint, response=response, roots=authority.roots, authority=stamp.authority, stamped_at=stamp.at
        )
    return True


def _ask(authority: StampingAuthority, request: TimeStampRequest) -> bytes:
    """RFC 3161, 3.4."""
    headers = {"Content-Type": TYPE, "Accept": "application/timestamp-reply", **authority.headers}
    try:
        answer = ask(
            "POST",
            authority.url,
            seconds=authority.timeout_seconds,
            largest=LARGEST,
            content=request.as_bytes(),
            headers=headers,
        )
    except NotConnected:
        raise NotStamped("there was no connection to the authority") from None
    except NoAnswer:
        raise NotStamped("the authority did not answer in time, or too much") from None
    if not answer.is_success:
        raise NotStamped(f"the authority answered {answer.status_code}")
    return answer.content


def _checked(response: bytes, note: bytes, request: TimeStampRequest, authority: StampingAuthority) -> TimeStamp:
    try:
        stamp = check_time_stamp(response, note, [authority.roots], request.nonce)
    except Failed as failure:
        raise NotStamped(str(failure)) from None
    if abs(stamp.at - timezone.now()) > MOST_APART:
        raise NotStamped(f"the authority's clock says {stamp.at:%Y-%m-%d %H:%M} UTC")
    return stamp
