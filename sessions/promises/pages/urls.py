"""Addresses of promises."""

from django.urls import include, path

from sessions.promises.pages import figures, files, lists, promise_page, verdict
from sessions.promises.pages.proposals.page import proposals_page

urlpatterns = [
    path("office/proposals/", proposals_page, name="office_proposals"),
    path("office/promises/", include("sessions.promises.pages.office.urls")),
    path("promises/<str:promise_number>/verdict/", verdict.verdict_page, name="promise_verdict"),
    path("promises/", lists.promise_list, name="promises"),
    path("promises/figures/", figures.promise_figures_page, name="promise_figures"),
    path("promises/figures/<year:year>.json", figures.promise_figures_json, name="promise_figures_json"),
    path("promises/figures/<year:year>.csv", figures.promise_figures_csv, name="promise_figures_csv"),
    path("promises/figures/<year:year>.zip", figures.figures_zip, name="promise_figures_zip"),
    path("promises/export.csv", files.export_promises_csv, name="promises_csv"),
    path("promises/export.json", files.export_promises_json, name="promises_json"),
    path("promises/<promise:promise_number>/", promise_page.promise_page, name="promise"),
    path("feeds/promises-<int:number>.atom", files.ward_promises_feed, name="ward_promises_feed"),
    path("feeds/promise-<promise:promise_number>.atom", files.promise_feed, name="promise_feed"),
]
