"""The service worker at /sw.js, and whether this browser is to have one.

It is served from the root, because a worker controls only what is below its own address. Its text is made of the files
in chatserver/static/js/worker/, which the browser gets as one script; `APP`, before them, holds what they need to know.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chatserver.assets.bundle import join_script
from chatserver.assets.minify import minify_script

OFF_COOKIE = "app_worker"
"""Set to "off" where the user of this browser has removed the worker."""

WORKER, REMOVING_WORKER = "js/worker/worker.js", "js/worker/removing.js"


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker; or where there is to be none, one that deletes the caches and unregisters itself."""
    script = worker_script(WORKER if is_wanted(request) else REMOVING_WORKER)
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def is_wanted(request: HttpRequest) -> bool:
    """Whether the installation has a worker (APP_WORKER), and the user of this browser has not removed it."""
    return settings.APP_WORKER and request.COOKIES.get(OFF_COOKIE) != "off"


@cache
def worker_script(entry: str) -> str:
    """The joined and minified script. A change of anything in it gives it another version."""
    text = minify_script(join_script(entry, _read)[0])
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"self.APP={json.dumps({'version': version})};\n{text}\n"


def _read(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_text(encoding="utf-8")
