"""Replaces Django's administration by our own site, which can be imported only later."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    default_site = "chatserver.admin_site.AdministrationSite"
