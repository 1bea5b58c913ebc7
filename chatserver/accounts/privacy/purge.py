"""Deletes what signing in leaves behind: codes, counters, cookie sessions, and the networks of new accounts."""

from chatserver.accounts.codes.codes import forget_codes
from chatserver.accounts.cookie_sessions.ending import forget_expired_sessions
from chatserver.accounts.limits.rate_limits import forget_spent
from chatserver.accounts.signups.signups import forget_arrivals


def forget_traces() -> None:
    """Delete what has expired; a code and its address an hour after the code has expired. Idempotent."""
    forget_codes()
    forget_spent()
    forget_arrivals()
    forget_expired_sessions()
