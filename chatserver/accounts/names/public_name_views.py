"""The form in which a person who may answer enters their public name and title."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chatserver.accounts.models import User
from chatserver.accounts.names.public_names import enter_public_name
from chatserver.redirects import own_address
from sessions.models import Duty
from sessions.platform.refusals import Refused


@require_POST
@login_required
def public_name(request: HttpRequest) -> HttpResponse:
    """POST saves the name, and redirects to the page with the form. A title is saved for an official only."""
    person = request.user
    assert isinstance(person, User)
    duty = Duty.OFFICIAL if "title" in request.POST else Duty.DELEGATE
    try:
        enter_public_name(person, name=request.POST.get("name", ""), title=request.POST.get("title", ""), duty=duty)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("Your public name is saved."))
    return redirect(own_address(request, request.POST.get("next", "")) or "me")
