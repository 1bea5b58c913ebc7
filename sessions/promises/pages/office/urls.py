"""Addresses of what a ward's office owes."""

from django.urls import path

from sessions.promises.pages.office import joining, listing, one_promise

urlpatterns = [
    path("", listing.office_promises_page, name="office_promises"),
    path("<str:promise_number>/join/", joining.join_promise, name="join_promise"),
    path("<str:promise_number>/", one_promise.office_promise, name="office_promise"),
]
