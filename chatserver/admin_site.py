"""The administration, behind a second factor and the strictest content-security policy that its jQuery allows."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, override

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

from sessions.city.people.second_factor import is_proven

# jQuery probes a browser with innerHTML, which trusted types forbid.
POLICY = {name: values for name, values in settings.SECURE_CSP.items() if name != "require-trusted-types-for"}
LONGEST_VALUE = 1024
LEFT_OUT = ("allauth.",)


class AdministrationSite(AdminSite):
    site_header = site_title = _("Councillor Live Chat")

    @override
    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Leave out allauth's own tables: they keep no addresses here, and nobody edits a second factor by hand."""
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        shown = [model for model in models if not model.__module__.startswith(LEFT_OUT)]
        super().register(shown, admin_class, **options)

    @override
    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and is_proven(request.session)

    @override
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The administration has no sign-in of its own: attackers would have a second place to guess passwords."""
        wanted = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
        if super().has_permission(request):
            return redirect(f"{reverse('second_factor')}?{wanted}")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect(f"{reverse('sign_in_password')}?{wanted}")

    @override
    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        return csp_override(POLICY)(bounded(super().admin_view(view, cacheable)))


def bounded(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse input longer than any field here, before a form or a search reads it."""

    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        given = (value for query in (request.GET, request.POST) for _name, values in query.lists() for value in values)
        if any(len(value) > LONGEST_VALUE for value in given):
            return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return view(request, *args, **kwargs)

    return enter
