"""Addresses of complaints and suggestions."""

from django.urls import include, path

urlpatterns = [
    path("", include("sessions.matters.pages.lodging.urls")),
    path("office/", include("sessions.matters.pages.office.urls")),
    path("", include("sessions.matters.pages.seeing.urls")),
]
