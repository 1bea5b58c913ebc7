"""Puts our own site in the place of Django's administration; the site itself can be imported only later."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    default_site = "chatserver.admin_site.AdministrationSite"
