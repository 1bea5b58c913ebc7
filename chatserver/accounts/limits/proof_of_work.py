"""Proof of work, or waiting, where others have used up a shared limit: it grows, is cheap to check and counts once.

The browser finds a number whose SHA-256 with the challenge begins with the asked number of zero bits
(proof_of_work.js). Without scripts the same form is sent again after a while. Until then the server keeps nothing.
"""

import hashlib
import secrets
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.limits.client_address import client_address_of
from sessions.contract.limits import LEAST_WORK_BITS, MOST_WORK_BITS
from sessions.platform.refusals import Refused

SALT = "chatserver.accounts.throttling.work"
FIRST_WAIT_S = 15
CHALLENGE_LASTS_S = 3600
"""Seconds for which a challenge is valid, and for which a used one is remembered."""

LONGEST_SOLUTION = 20


@dataclass(frozen=True, slots=True)
class Challenge:
    """A proof of work to be done.

    token: signed, comes back with the form. nonce: what is hashed. wait_s: after so many seconds no work is due.
    """

    token: str
    nonce: str
    bits: int
    wait_s: int


@dataclass(frozen=True, slots=True)
class Work:
    """The proof of work that came from this address: its bits, or the waiting in its place."""

    nonce: str
    bits: int
    address: str
    is_waiting: bool = False


class WorkNeeded(Refused):
    """Raised where proof of work of this many bits is needed first."""

    def __init__(self, bits: int) -> None:
        message = _("Unusually many requests are coming from your network. Please wait a moment, then send it again.")
        super().__init__("work_needed", message, retry=True, after_ms=wait_s(bits) * 1000)
        self.challenge = make_challenge(bits)


def bits_for(times: int, free: int | None) -> int:
    """How many bits of work are needed: none within the free part; beyond it, one more for each half of it."""
    if free is None or times < free:
        return 0
    return min(MOST_WORK_BITS, LEAST_WORK_BITS + (times - free) * 2 // max(free, 1))


def wait_s(bits: int) -> int:
    return int(FIRST_WAIT_S * 2 ** (bits - LEAST_WORK_BITS))


def make_challenge(bits: int) -> Challenge:
    nonce = secrets.token_urlsafe(12)
    return Challenge(signing.dumps([nonce, bits], salt=SALT), nonce, bits, wait_s(bits))


def read_work(request: HttpRequest) -> Work | None:
    """The proof of work that came with the form; None where there is none, or not yet enough."""
    token, solution = request.POST.get("work", ""), request.POST.get("solution", "")
    if not token:
        return None
    nonce, bits = _read(token, within_s=CHALLENGE_LASTS_S) or ("", 0)
    if not nonce:
        return None
    if is_solved(nonce, bits, solution):
        return Work(nonce, bits, client_address_of(request))
    is_too_early = _read(token, within_s=wait_s(bits)) is not None
    return None if is_too_early else Work(nonce, bits, client_address_of(request), is_waiting=True)


def next_challenge(request: HttpRequest, refused: Refused | None) -> Challenge | None:
    """The challenge for the form that is shown again: the bits that it was refused for, or as many as it brought."""
    if isinstance(refused, WorkNeeded):
        return refused.challenge
    work = read_work(request)
    return make_challenge(work.bits) if work is not None else None


def is_solved(nonce: str, bits: int, solution: str) -> bool:
    if not solution or len(solution) > LONGEST_SOLUTION:
        return False
    digest = hashlib.sha256(f"{nonce}:{solution}".encode(errors="replace")).digest()
    return int.from_bytes(digest) >> (256 - bits) == 0


def _read(token: str, *, within_s: int) -> tuple[str, int] | None:
    try:
        nonce, bits = signing.loads(token, salt=SALT, max_age=within_s)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return nonce, bits
