"""Every address of the product that is not a socket (those are in routing.py)."""

from django.contrib import admin
from django.urls import include, path

from chatserver.accounts.limits.guessing import limits_guessing, limits_guessing_by_form
from chatserver.accounts.setup_page import setup_page
from chatserver.web import health, http_fallback
from chatserver.web.async_api import async_api
from chatserver.web.documentation.pages import document_list, document_page
from chatserver.web.open_data.catalogue import catalogue_csv, catalogue_json
from chatserver.web.open_data.description import for_programs_page, open_api
from chatserver.web.security_txt import security_txt
from moderation.matters.appeals_page import appeal_page, old_address
from sessions.chats.pages import receipts
from sessions.matters.pages.lodging.by_receipt import matter_receipt, show_search
from sessions.promises.pages.by_receipt import promise_receipt, show_promise_search

admin.autodiscover()  # only now, so that no command imports what only these pages need

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("setup/", setup_page, name="setup"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("api/chat/<uuid:chat_session_id>/commands", http_fallback.api_commands, name="api_commands"),
    path("api/chat/<uuid:chat_session_id>/events", http_fallback.api_events, name="api_events"),
    path("api/", for_programs_page, name="for_programs"),
    path("api/openapi.json", open_api, name="open_api"),
    path("api/asyncapi.json", async_api, name="async_api"),
    path("docs/", document_list, name="documents"),
    path("docs/<str:document_name>/", document_page, name="document"),
    path("records/catalogue.csv", catalogue_csv, name="catalogue_csv"),
    path("records/catalogue.json", catalogue_json, name="catalogue_json"),
    path("open311/", include("chatserver.outside.open311.urls")),
    path("chat/<uuid:chat_session_id>/do/", http_fallback.carry_out_form, name="do"),
    path("admin/", admin.site.urls),
    path("me/", include("chatserver.accounts.own_urls")),
    path("", include("chatserver.accounts.urls")),
    path("receipt/<str:code>.proof.json", limits_guessing(receipts.receipt_proof), name="receipt_proof"),
    path("receipt/<str:code>/", limits_guessing(receipts.receipt), name="receipt"),
    path("receipt/<str:code>/appeal/", limits_guessing(old_address), name="matter_appeal_before"),
    path("matters/receipt/appeal/", limits_guessing_by_form(appeal_page, too_often=show_search), name="matter_appeal"),
    path("matters/receipt/", limits_guessing_by_form(matter_receipt, too_often=show_search), name="matter_receipt"),
    path(
        "promises/receipt/",
        limits_guessing_by_form(promise_receipt, too_often=show_promise_search),
        name="promise_receipt",
    ),
    path("", include("chatserver.web.app.urls")),
    path("", include("moderation.urls")),
    path("", include("sessions.urls")),
]

handler500 = "chatserver.web.outage_page.answer_failure"
