"""What the person who lodged something sees of it and can do, whether they came by their account or by its receipt."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from sessions.chats.calendar.public.posters import qr_svg
from sessions.matters.deadlines import is_overdue
from sessions.matters.lodging.next_words import next_words
from sessions.matters.lodging.own import is_matter_withdrawable, withdraw_matter
from sessions.matters.lodging.own_history import own_history
from sessions.matters.pages.lodging.own_photos import own_photos, unprepared_words
from sessions.matters.resolving.clarifying import clarify
from sessions.matters.resolving.verdicts import give_verdict
from sessions.models import Matter, MatterState, ReplyState, Verdict
from sessions.models.matters.transitions import state_after
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.absolute_addresses import whole_address
from sessions.platform.text.labels import REASON_WORDS


def act(request: HttpRequest, matter: Matter, person: Person | None) -> str:
    """Do what the form says; answers what is said of it then. Raises Refused.

    person: the author; None for a visitor with the receipt.
    """
    receipt, words = ("" if person is not None else matter.receipt), request.POST.get("text", "")
    match request.POST.get("do", ""):
        case "add":
            clarify(matter.pk, words, person=person, receipt=receipt)
            return _("Received. A moderator reads your words first; then they stand with the others.")
        case "verdict":
            give_verdict(matter.pk, request.POST.get("verdict", ""), person=person, receipt=receipt, words=words)
            return _("Thank you. Your answer is saved.")
        case "withdraw":
            withdraw_matter(matter.pk, person=person)
            return _("It is withdrawn.")
    raise Refused("bad_field", _("Choose one."))


def conversation_context(request: HttpRequest, matter: Matter, person: Person | None) -> dict[str, Any]:
    """The values for templates/sessions/matters/lodging/_conversation.html. person: as for act."""
    return {
        **slip_context(request, matter),
        "reason": REASON_WORDS.get(matter.reason, ""),
        "is_overdue": is_overdue(matter, timezone.localdate()),
        "history": own_history(matter),
        "unread": matter.replies.exclude(state=ReplyState.SHOWN),
        "photos": own_photos(request, matter, person),
        "unprepared": unprepared_words(matter),
        "may_add": matter.is_shown,
        "is_asked": matter.clock_stopped_on is not None,
        "may_judge": state_after(matter.kind, "confirm", matter.state) is not None,
        "verdicts": Verdict.choices,
        "is_appealable": matter.state in (MatterState.DECLINED, MatterState.REMOVED),
        "may_withdraw": is_matter_withdrawable(matter),
    }


def slip_context(request: HttpRequest, matter: Matter) -> dict[str, Any]:
    """The values for templates/sessions/matters/lodging/_slip.html, and what happens next."""
    address = whole_address(request, reverse("matter_receipt"))
    return {
        "matter": matter,
        "next_words": next_words(matter),
        "qr": mark_safe(qr_svg(address, css_class="slip__qr")),  # noqa: S308 -- made of modules alone
        "short_address": address.partition("://")[2],
    }
