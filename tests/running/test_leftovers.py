"""Each test begins as if it were the first of its process."""

from chatserver.accounts.limits.recent_sessions import recent_sessions
from chatserver.live.timing.throttle import buckets
from chatserver.monitoring.logs import damage
from chatserver.operations.workers import clock_thread, last_tick
from sessions.contract.limits import RESIDENT_COMMANDS
from tests.running.leftovers import forget_leftovers

KEY = "k" * 32


def test_what_a_test_has_noted_is_unknown_to_the_next_one():
    recent_sessions.note(KEY, 1)
    for _time in range(RESIDENT_COMMANDS.burst):
        buckets.take(1, 0.0)
    damage.note_damage("SQLITE_CORRUPT")
    last_tick.note_tick()
    forget_leftovers()
    assert (recent_sessions.account_of(KEY), buckets.take(1, 0.0)) == (None, 0)
    assert (damage.find_damage(), clock_thread.check()) == (None, "elsewhere")
