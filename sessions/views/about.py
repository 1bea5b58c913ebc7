"""How the live chat works: the promise, the order, the reasons and the house rules; and for whom it works."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sessions.contract.topics import Topic
from sessions.ordering.policies import FAIR_1, policy_named
from sessions.text.labels import OVERRIDE_WORDS, REASON_EXPLANATIONS, REASON_WORDS, TOPIC_WORDS
from sessions.views.room.consent_notice import complaints_to

ACCESSIBILITY_CHECKED_ON = date(2026, 11, 28)
"""When the statement was last compared with the pages; changed with each of its sentences."""


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    reasons = [(words, REASON_EXPLANATIONS[code]) for code, words in REASON_WORDS.items()]
    context = {
        "reasons": reasons,
        "order": policy_named(settings.QUEUE_ORDER),
        "fair": FAIR_1,
        "override_words": OVERRIDE_WORDS.values(),
        "topic_words": TOPIC_WORDS.values(),
        "other_topic": TOPIC_WORDS[Topic.OTHER],
    }
    return render(request, "sessions/about/about.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that GIGW 3.0 asks for: what is met, what is not, how it was tested, where to complain."""
    context = {"complaints_to": complaints_to(), "checked_on": ACCESSIBILITY_CHECKED_ON}
    return render(request, "sessions/about/accessibility.html", context)
