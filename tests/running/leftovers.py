"""What a process keeps in memory or in its data folder beyond one test, and what no test may know of another one.

A request leaves its language in the thread, and so in the next test, which may expect none. All tests come from one
address, and their requests are counted in memory. They share a data folder, and each begins with an empty database, as
after a loss of all that was signed. A stream that a test has followed stays in memory, and has no followers.
A database that was rolled back has the same ids again, to which figures, commands, networks and found questions are
known. Damage that a test has met makes a process not ready for as long as it runs.
"""

from django.conf import settings
from django.utils import translation

from chatserver.accounts.limits.guessing import GUESSES
from chatserver.accounts.limits.recent_sessions import recent_sessions
from chatserver.accounts.signups import spike_detector
from chatserver.live.timing.throttle import buckets, desk_buckets
from chatserver.monitoring.logs import damage
from chatserver.operations.workers import clock_thread, last_tick
from chatserver.outside.open311.server.responses import READERS
from chatserver.readiness.check_runner import runner
from chatserver.web.app.share import SHARES_OF_STRANGERS
from chatserver.web.long_poll_endpoint import POLL_PACE
from chatserver.web.throttle_strangers import PERSONS, STRANGERS
from moderation.questions.similar.record_index import records
from sessions.log import known_streams, unreadable
from sessions.matters.lodging.photo_allowance import PHOTO_ALLOWANCE
from sessions.record.figures import keeping
from sessions.record.pages.figures import pages as rendered

FILES = ("log_high_water.json", last_tick.NAME)


def forget_leftovers() -> None:
    """Before each test."""
    translation.deactivate()
    for counted in (GUESSES, PERSONS, STRANGERS, SHARES_OF_STRANGERS, READERS, POLL_PACE, PHOTO_ALLOWANCE):
        counted.clear()
    for by_account in (buckets._buckets, desk_buckets._buckets, recent_sessions._accounts):
        by_account.clear()
    for watched in (
        spike_detector.detector._recent,
        spike_detector.detector._networks,
        spike_detector.detector._flagged,
    ):
        watched.clear()
    for noted in (damage._seen, unreadable._known, clock_thread._started, known_streams._streams):
        noted.clear()
    runner._last = None
    records.forget()
    keeping._kept = (0, None), ()
    rendered._kept = None, {}
    for name in FILES:
        (settings.DATA_DIR / name).unlink(missing_ok=True)
