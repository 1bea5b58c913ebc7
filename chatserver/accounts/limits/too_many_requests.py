"""Shows a form again that came while too many came: with all that was entered, and the work that it has to bring.

It costs nothing in a flood: it is rendered once for each language, and then only filled in.
"""

import re
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.translation import get_language, override

from chatserver.accounts.limits.proof_of_work import Challenge, wait_s

LONGEST_FORM = 24_000
"""Characters of all fields of a form that is shown again: the answer of a passkey is the longest of them."""

PLACES = re.compile("@@(action|token|nonce|fields)@@")


def too_many_requests_page(request: HttpRequest, challenge: Challenge | None) -> str:
    """The page with the form that was sent and everything entered; else one that asks to come again."""
    language = get_language() or settings.LANGUAGE_CODE
    if challenge is None or not can_be_shown_again(request):
        return _page(language)
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [
        format_html('<input type="hidden" name="{}" value="{}">', name, value)
        for name, value in pairs
        if name not in ("work", "solution")
    ]
    told = {
        "action": escape(request.get_full_path()),
        "token": escape(challenge.token),
        "nonce": escape(challenge.nonce),
        "fields": "".join(fields),
    }
    return PLACES.sub(lambda place: told[place[1]], _page(language, challenge.bits))


def can_be_shown_again(request: HttpRequest) -> bool:
    """Whether a page's form was sent, and without a password, which stands in no page."""
    if "csrfmiddlewaretoken" not in request.POST or request.FILES or any("password" in name for name in request.POST):
        return False
    return sum(len(name) + sum(map(len, values)) for name, values in request.POST.lists()) <= LONGEST_FORM


@cache
def _page(language: str, bits: int = 0) -> str:
    """The page of a request that comes too soon. bits: of the form's work; 0: without a form."""
    blank = Challenge("@@token@@", "@@nonce@@", bits, wait_s(bits)) if bits else None
    with override(language):
        return render_to_string("429.html", {"challenge": blank})
