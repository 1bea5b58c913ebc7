"""The 403 page for a signed-in person: whose page it is, and where to go instead."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from sessions.platform.refusals import Refused

DESKS = {
    "desk": _("This page is for the moderators and clerks of the ward."),
    "desk_questions": _("This page is for the moderators and clerks of the ward."),
    "desk_rereading": _("This page is for the moderators and clerks of the ward."),
    "desk_reports": _("This page is for the moderators and clerks of the ward."),
    "desk_appeals": _("This page is for the moderators and clerks of the ward."),
    "floor": _("This page is for the councillor of the ward, and for those who answer with them."),
}
"""By URL name, for pages of one chat: who works there. Everybody else may read its room."""

OWED = _("This page is for the people who hold an office, for those who help them with answers, and for clerks.")
PHOTOS = _(
    "This page is for the people of an office, for clerks and for moderators, who look at photos before others do."
)
OTHERS = {
    "desk_matters": _("This page is for the moderators of the wards."),
    "desk_matter": _("This page is for the moderators of the wards."),
    "desk_matter_photo": _("This page is for the moderators of the wards."),
    "desk_matter_blur": _("This page is for the moderators of the wards."),
    "translations": _("This page is for the moderators and clerks of the ward."),
    "office": OWED,
    "office_matter": OWED,
    "office_promises": OWED,
    "office_promise": OWED,
    "office_proposals": OWED,
    "office_activities": OWED,
    "new_activity": OWED,
    "office_activity": OWED,
    "photos_to_check": PHOTOS,
    "office_activity_photo": PHOTOS,
    "blur_activity_photo": PHOTOS,
    "owed": OWED,
    "owed_answer": OWED,
}
"""By URL name, for other pages that are not the clerks'."""

PLANNING = _("This page is for the clerks who plan the chats.")


def show_not_allowed(request: HttpRequest, refused: Refused) -> HttpResponse:
    """403. For a ban it says why and until when; otherwise whose page it is."""
    found = request.resolver_match
    assert found is not None, "only a page that was found turns anybody away"
    is_banned = refused.code == "banned"
    context = {
        "why": refused.message if is_banned else (DESKS | OTHERS).get(found.url_name or "", PLANNING),
        "is_banned": is_banned,
        "room": found.kwargs["chat_session_id"] if found.url_name in DESKS else None,
    }
    return render(request, "403.html", context, status=403)
