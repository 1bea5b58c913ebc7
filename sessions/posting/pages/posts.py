"""Posts that wait for the clerk's approval, sent posts, the accounts, and how each ward's posts are written."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.staff_page import staff_page
from sessions.models import CopyState, PostState, Removal
from sessions.platform.refusals import Refused
from sessions.posting.deciding import set_post_settings
from sessions.posting.pages.forms import SettingsForm
from sessions.posting.pages.shown_posts import posts_of, shown, shown_targets
from sessions.posting.targets import all_targets, start_again

MOST_SHOWN = 30


@staff_page("planning")
def posts_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """POST target=<name> lets an account that stands still go on."""
    if request.method == "POST":
        return _start_again(request)
    rows = posts_of(clerk).prefetch_related("copies")
    in_doubt = Q(copies__state=CopyState.UNSURE, copies__next_try_at=None) | Q(copies__removal=Removal.BY_HAND)
    to_settle = rows.filter(in_doubt | Q(copies__state=CopyState.FAILED)).distinct()
    waiting = rows.filter(state=PostState.WAITING)
    context = {
        "targets": shown_targets(),
        "to_settle": shown(to_settle[:MOST_SHOWN]),
        "waiting": shown(waiting[:MOST_SHOWN]),
        "decided": shown(rows.exclude(state=PostState.WAITING)[:MOST_SHOWN]),
        "wards": clerk.wards,
    }
    return show(request, clerk, "posting/posts", context)


@staff_page("planning")
def settings_page(request: HttpRequest, clerk: Clerk, number: int) -> HttpResponse:
    ward = clerk.find_ward(number)
    form = SettingsForm(request.POST if request.method == "POST" else None, ward=ward)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data["always_ask"]
        try:
            set_post_settings(ward, languages=form.languages, always_ask=asked, clerk=clerk.person)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("planning_posts")
    return show(request, clerk, "posting/post_settings", {"ward": ward, "form": form}, is_refused=form.is_bound)


def _start_again(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("target")
    if any(each.name == wanted for each in all_targets()):
        start_again(str(wanted))
        messages.success(request, _("It is tried again."))
    return redirect("planning_posts")
