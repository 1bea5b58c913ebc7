"""What a measurement does in its own process: fills the database, measures, and prints what it found as JSON.

The database is that of DATA_DIR or DATABASE_URL in the environment, and empty.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from tests.bench.act_costs import CostMeter, Took


def measure_filled(fill: Callable[[list[str]], None], measure: Callable[[list[str]], Mapping[str, Any]]) -> None:
    """Both get the words of the corpus. Prints what was measured, and filled_s: how long filling took."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "chatserver.settings"
    import django

    django.setup()
    began = time.perf_counter()
    words = _fill(fill)
    filled = {"filled_s": time.perf_counter() - began}
    _serve_static_files_as_they_are()
    sys.stdout.write(json.dumps({**filled, **measure(words)}))


def times(meter: CostMeter, act: Callable[[], Any], rounds: int) -> list[Took]:
    for _warm in range(3):  # what is read once is no cost of a page
        act()
    return [meter.measure(act) for _round in range(rounds)]


def _fill(fill: Callable[[list[str]], None]) -> list[str]:
    from django.core.management import call_command
    from django.db import connection

    from tests.bench.search.corpus import vocabulary

    call_command("migrate", verbosity=0)
    words = vocabulary()
    fill(words)
    with connection.cursor() as cursor:  # a server does both by itself, only later
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return words


def _serve_static_files_as_they_are() -> None:
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
