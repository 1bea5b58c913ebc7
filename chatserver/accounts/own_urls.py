"""Addresses under /me/ by which people decide what is kept and shown of them."""

from django.urls import path

from chatserver.accounts import consent_views, own_page

urlpatterns = [
    path("", own_page.me, name="me"),
    path("consent/", consent_views.consent, name="consent"),
]
