"""One channel layer for each Redis in the settings, so that the loss of one of several does no harm.

One layer for all of them would bind each name to one of them, and its absence would hit everybody.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def layer_makers() -> list[Callable[[], Any]]:
    """A function for each address that makes its layer; none without REDIS_URL."""
    named = settings.CHANNEL_LAYERS.get("default")
    if named is None:
        return []
    make, config = import_string(named["BACKEND"]), named.get("CONFIG", {})
    if "hosts" not in config:
        return [partial(make, **config)]
    return [partial(make, **{**config, "hosts": [host]}) for host in config["hosts"]]
