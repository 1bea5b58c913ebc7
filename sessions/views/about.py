"""How the live chat works: the promise, the order, the reasons and the house rules."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sessions.contract.topics import Topic
from sessions.ordering.policies import FAIR_1, policy_named
from sessions.text.labels import OVERRIDE_WORDS, REASON_EXPLANATIONS, REASON_WORDS, TOPIC_WORDS


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
    return render(request, "sessions/about.html", context)
