"""The first steps of a new installation: what is missing until a clerk can plan, as a page and as terminal lines.

The page is for a browser on the server itself, and only while there is no clerk.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chatserver.accounts.models import User
from sessions.city.pages.this_machine import is_this_machine
from sessions.city.people.planning import has_clerk
from sessions.models import Ward


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A first step after the installation. command: for the terminal, in the folder of the code."""

    words: str | Promise
    command: str
    is_done: bool


def find_first_steps() -> list[FirstStep]:
    """Find the first steps, in an order that works, as any other does; empty once there is a clerk."""
    if has_clerk():
        return []
    return [
        FirstStep(
            _("Load the wards: Borough X of Kolkata, or your own table or map (FILE)."),
            "bin/manage load_wards [FILE]",
            Ward.objects.exists(),
        ),
        FirstStep(
            _("Make an account for the first clerk. It asks for a password."),
            "bin/manage createsuperuser --username NAME",
            User.objects.filter(is_superuser=True).exists(),
        ),
        FirstStep(_("Make it the clerk, who invites everybody else."), "bin/manage appoint_clerk NAME", False),
    ]


def first_step_lines(address: str) -> Iterator[str]:
    """The first steps for the terminal, in English; none once there is a clerk.

    address: by which a browser here gets in, or empty.
    """
    steps = [step for step in find_first_steps() if not step.is_done]
    if not steps:
        return
    yield f"Nobody can plan a chat here yet. Next (each with DATA_DIR={settings.DATA_DIR} in the environment):"
    for step in steps:
        yield f"  {step.command:<45} {step.words}"
    if address:
        yield f"A browser on this machine shows the same at {address}/setup/."


@require_safe
@never_cache
def setup_page(request: HttpRequest) -> HttpResponse:
    """Raises Http404 for every other machine, and once there is a clerk."""
    steps = find_first_steps() if is_this_machine(request) else []
    if not steps:
        raise Http404
    return render(request, "accounts/setup.html", {"steps": steps, "data_dir": settings.DATA_DIR})
