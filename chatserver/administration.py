"""Replaces Django's administration by our own site, whose pages are imported with the addresses."""

from typing import Any, override

from django.contrib.admin import autodiscover
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks


class AdministrationConfig(SimpleAdminConfig):
    default_site = "chatserver.admin_site.AdministrationSite"

    @override
    def ready(self) -> None:
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(_check_pages, checks.Tags.admin)


def _check_pages(app_configs: Any, **given: Any) -> list[checks.CheckMessage]:
    """As Django checks them, which has imported them by then."""
    autodiscover()
    return check_admin_app(app_configs, **given)
