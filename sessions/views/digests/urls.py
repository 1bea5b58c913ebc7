"""Addresses of monthly digests; the clerk's are in sessions/planning_urls.py."""

from django.urls import path

from sessions.views.digests import pages

urlpatterns = [
    path("wards/<int:number>/digests/", pages.digest_list, name="digests"),
    path("wards/<int:number>/digests/<month:month>/", pages.digest_page, name="digest"),
    path("wards/<int:number>/digests/<month:month>/sheet/", pages.digest_sheet, name="digest_sheet"),
    path("wards/<int:number>/digests/<month:month>.json", pages.digest_json, name="digest_json"),
    path("w/<int:number>/<month:month>", pages.short_digest, name="short_digest"),
]
