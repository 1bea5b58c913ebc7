"""Addresses of the pages of a ward's office."""

from django.urls import path

from sessions.matters.pages.office import call_back, listing, one_matter

urlpatterns = [
    path("", listing.office_page, name="office"),
    path("call-back/", call_back.call_back_page, name="office_call_back"),
    path("<str:matter_number>/", one_matter.office_matter, name="office_matter"),
]
