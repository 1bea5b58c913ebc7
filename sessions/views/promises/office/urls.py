"""Addresses of what a ward's office owes."""

from django.urls import path

from sessions.views.promises.office import listing, one_promise

urlpatterns = [
    path("", listing.office_promises_page, name="office_promises"),
    path("<str:promise_number>/", one_promise.office_promise, name="office_promise"),
]
