"""Addresses of the digests."""

from django.urls import path

from sessions.digests.pages import pages
from sessions.digests.pages import planning as digests

urlpatterns = [
    path("wards/<int:number>/digests/", pages.digest_list, name="digests"),
    path("wards/<int:number>/digests/<month:month>/", pages.digest_page, name="digest"),
    path("wards/<int:number>/digests/<month:month>/sheet/", pages.digest_sheet, name="digest_sheet"),
    path("wards/<int:number>/digests/<month:month>.json", pages.digest_json, name="digest_json"),
    path("w/<int:number>/<month:month>", pages.short_digest, name="short_digest"),
    path("planning/digests/", digests.digests_page, name="planning_digests"),
    path("planning/digests/<int:number>/", digests.preview_page, name="planning_digest_preview"),
]
