"""Addresses of work done and planned."""

from django.urls import include, path

urlpatterns = [
    path("office/activities/", include("sessions.activities.pages.office.urls")),
    path("", include("sessions.activities.pages.seeing.urls")),
]
