"""How the live chat works: the promise, the order, the reasons and the house rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sessions.text.labels import REASON_EXPLANATIONS, REASON_WORDS


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    reasons = [(words, REASON_EXPLANATIONS[code]) for code, words in REASON_WORDS.items()]
    return render(request, "sessions/about.html", {"reasons": reasons})
