"""What signing in leaves behind, and for how long: codes, counters, cookie sessions, and from where accounts came."""

from chatserver.accounts.codes.codes import forget_codes
from chatserver.accounts.cookie_sessions.ending import forget_expired_sessions
from chatserver.accounts.limits.rate_limits import forget_spent
from chatserver.accounts.signups.signups import forget_arrivals


def forget_traces() -> None:
    """Drop what has served its time. Idempotent; a code goes with its address an hour after it has run out."""
    forget_codes()
    forget_spent()
    forget_arrivals()
    forget_expired_sessions()
