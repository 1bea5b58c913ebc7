"""Addresses under /me/, where a person decides what is kept and shown about them."""

from django.urls import path

from chatserver.accounts.names import own_page, public_name_views
from chatserver.accounts.privacy import consent_views
from chatserver.accounts.privacy import views as privacy_views

urlpatterns = [
    path("", own_page.me, name="me"),
    path("consent/", consent_views.consent, name="consent"),
    path("public-name/", public_name_views.public_name, name="public_name"),
    path("privacy/", privacy_views.privacy, name="privacy"),
    path("privacy/data.json", privacy_views.download, name="privacy_data"),
    path("privacy/withdraw/", privacy_views.withdraw, name="withdraw_consent"),
    path("privacy/erase/", privacy_views.erase, name="erase"),
]
