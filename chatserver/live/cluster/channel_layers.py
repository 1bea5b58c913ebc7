"""One channel layer for each Redis that the settings name, so that one of several may be away.

The layer for all of them would give each name to one of them for good, and that one's absence would be everybody's.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def layer_makers() -> list[Callable[[], Any]]:
    """A maker of a layer for each address; none without REDIS_URL."""
    named = settings.CHANNEL_LAYERS.get("default")
    if named is None:
        return []
    make, config = import_string(named["BACKEND"]), named.get("CONFIG", {})
    if "hosts" not in config:
        return [partial(make, **config)]
    return [partial(make, **{**config, "hosts": [host]}) for host in config["hosts"]]
