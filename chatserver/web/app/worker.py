"""The service worker at /sw.js, and whether this browser is to have one.

It is served from the root, because a worker controls only what is below its own address. Its text is made of the files
in chatserver/static/js/worker/, which the browser gets as one script; `APP`, before them, holds what they need to know.
Browsers ask for it with their cookies, so that it speaks the reader's language: another language is a new version.

They ask for it again with each visit, so it has about 1 KB. What it does seldom is in a second script, which is fetched
once with each version, and kept by the browser beside the first.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language, get_language_bidi, gettext, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chatserver.assets.bundle import join_script
from chatserver.assets.minify import minify_script
from chatserver.web.app.reader_language import language_of_reader

OFF_COOKIE = "app_worker"
"""Set to "off" where the user of this browser has removed the worker."""

WORKER, SELDOM, REMOVING_WORKER = "js/worker/worker.js", "js/worker/seldom/seldom.js", "js/worker/removing.js"
YEAR_S = 365 * 24 * 60 * 60

PRECACHED = (
    "css/room.css",
    "js/pages/app/offline.js",
    "js/pages/room/resident.js",
    "js/pages/room/writing.js",
)
"""What the offline page and the room need: 30 KB, most of which the browser has already."""

RIGHT_TO_LEFT = "css/rtl.css"


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker; or where there is to be none, one that deletes the caches and unregisters itself."""
    script = worker_script(str(get_language())) if is_wanted(request) else _joined(REMOVING_WORKER)
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["ETag"] = f'"{_version_of(script)}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@require_safe
def seldom_script(request: HttpRequest) -> HttpResponse:
    """What the worker does seldom, in the language of `?lang=`; kept for a year where `?v=` names its present text."""
    script = _seldom_text(language_of_reader(request))
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    if request.GET.get("v") == _version_of(script):
        patch_cache_control(response, public=True, max_age=YEAR_S, immutable=True)
    else:
        patch_cache_control(response, no_cache=True)
    return response


def is_wanted(request: HttpRequest) -> bool:
    """Whether the installation has a worker (APP_WORKER), and the user of this browser has not removed it."""
    return settings.APP_WORKER and request.COOKIES.get(OFF_COOKIE) != "off"


@cache
def worker_script(language: str) -> str:
    """The joined and minified script. A change of anything in it, or of a file that it fetches, is a new version."""
    facts = {
        "offline": f"{reverse('offline')}?lang={language}",
        "seldom": f"{reverse('worker_seldom')}?lang={language}&v={_version_of(_seldom_text(language))}",
        "files": [static(name) for name in precached_files(language)],
    }
    text = _joined(WORKER)
    return _with_facts("APP", {"version": _version_of(f"{json.dumps(facts)}{text}"), **facts}, text)


def precached_files(language: str) -> tuple[str, ...]:
    """All files of the offline page: the worker keeps them, since the browser may drop any other copy at any time."""
    with override(language):
        return (*PRECACHED, RIGHT_TO_LEFT) if get_language_bidi() else PRECACHED


@cache
def _seldom_text(language: str) -> str:
    with override(language):
        words = {
            "title": gettext("Councillor Live Chat"),
            "not_sent": gettext("Your question could not be sent yet. Open the chat to send it."),
            "complaint_not_sent": gettext("Your complaint is not sent yet. Open its form to send it."),
        }
        facts = {"lang": language, "dir": "rtl" if get_language_bidi() else "ltr", "words": words}
    return _with_facts("SELDOM_FACTS", facts, _joined(SELDOM))


def _with_facts(name: str, facts: dict[str, Any], text: str) -> str:
    return f"self.{name}={json.dumps(facts, ensure_ascii=False, separators=(',', ':'))};\n{text}\n"


def _version_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@cache
def _joined(entry: str) -> str:
    return minify_script(join_script(entry, _read)[0])


def _read(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_text(encoding="utf-8")
