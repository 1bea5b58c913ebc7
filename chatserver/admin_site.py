"""The administration, under the strictest content-security policy that its jQuery can live with."""

from collections.abc import Callable
from typing import Any, override

from django.conf import settings
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

# jQuery tries a browser out with innerHTML, which trusted types forbid.
POLICY = {name: values for name, values in settings.SECURE_CSP.items() if name != "require-trusted-types-for"}


class AdministrationSite(AdminSite):
    site_header = site_title = _("Councillor Live Chat")

    @override
    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        return csp_override(POLICY)(super().admin_view(view, cacheable))
