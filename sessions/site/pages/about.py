"""How the live chat works: the promise, the order, the reasons and the house rules; for whom it works; the website."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sessions.chats.pages.room.consent_notice import complaints_to
from sessions.contract.topics import Topic
from sessions.ordering.policies import FAIR_3, policy_named
from sessions.platform.text.labels import OVERRIDE_WORDS, REASON_EXPLANATIONS, REASON_WORDS, TOPIC_WORDS

ACCESSIBILITY_CHECKED_ON = date(2026, 11, 29)
"""When the statement was last compared with the pages; changed with each of its sentences."""

WEBSITE_REVIEWED_ON = date(2026, 11, 29)
"""When the page about the website was last compared with what it says."""

PAGES = (
    ("home", _("Ask your councillor")),
    ("wards", _("All wards")),
    ("boroughs", _("All boroughs, and the whole city")),
    ("search", _("Search everything")),
    ("calendar", _("Calendar")),
    ("records", _("Records")),
    ("redactions", _("The public list of redactions")),
    ("speakers", _("Office-holders and their answers")),
    ("lodge_matter", _("Complain or suggest")),
    ("matters", _("Complaints and suggestions")),
    ("matters_map", _("Map of complaints and suggestions")),
    ("matter_figures", _("Complaints and suggestions in figures")),
    ("promises", _("Promises")),
    ("promise_figures", _("Promises in figures")),
    ("activities", _("Work done and planned")),
    ("receipt_search", _("Look up a receipt")),
    ("ledger", _("Decisions of the moderators")),
    ("figures", _("Figures")),
    ("log", _("The log of the records")),
    ("about", _("How it works")),
    ("consent", _("How your question will be used")),
    ("app", _("Put it on your phone")),
    ("documents", _("Guides")),
    ("accessibility", _("Accessibility statement")),
    ("set_language", _("Language")),
)
"""The list of the pages that everybody may open, as GIGW 3.0 asks for: names of addresses, and their titles."""


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    reasons = [(words, REASON_EXPLANATIONS[code]) for code, words in REASON_WORDS.items()]
    context = {
        "reasons": reasons,
        "order": policy_named(settings.QUEUE_ORDER),
        "fair": FAIR_3,
        "beacon": settings.BEACON,
        "override_words": OVERRIDE_WORDS.values(),
        "topic_words": TOPIC_WORDS.values(),
        "other_topic": TOPIC_WORDS[Topic.OTHER],
    }
    return render(request, "sessions/site/about/about.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that GIGW 3.0 asks for: what is met, what is not, how it was tested, where to complain."""
    context = {"complaints_to": complaints_to(), "checked_on": ACCESSIBILITY_CHECKED_ON}
    return render(request, "sessions/site/about/accessibility.html", context)


@require_safe
def website(request: HttpRequest) -> HttpResponse:
    """What GIGW 3.0 asks a website to say of itself: contact, feedback, content, terms, copyright, links, pages."""
    context = {
        "complaints_to": complaints_to(),
        "data_license": settings.DATA_LICENSE,
        "pages": PAGES,
        "reviewed_on": WEBSITE_REVIEWED_ON,
    }
    return render(request, "sessions/site/about/website.html", context)
