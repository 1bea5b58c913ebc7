"""Addresses of the records, their search, figures, log and redactions."""

from django.urls import include, path

from sessions.record.pages import redactions as office_redactions
from sessions.record.pages.log import months
from sessions.record.pages.records import downloads, order, page, redactions
from sessions.record.pages.search import api, speakers
from sessions.record.pages.search import page as record_search

urlpatterns = [
    path("wards/<int:number>/log/", months.ward_months, name="month_logs"),
    path("wards/<int:number>/log/<month:month>.json", months.ward_month_json, name="month_log_json"),
    path("boroughs/<str:borough_code>/log/", months.borough_months, name="borough_month_logs"),
    path(
        "boroughs/<str:borough_code>/log/<month:month>.json", months.borough_month_json, name="borough_month_log_json"
    ),
    path("records/", record_search.record_list, name="records"),
    path("records/redactions/", redactions.redaction_list, name="redactions"),
    path("records/redactions.json", redactions.redactions_json, name="redactions_json"),
    path("records/<slug:slug>/", page.record_page, name="record"),
    path("records/<slug:slug>/q/<slug:receipt>/", page.record_question_page, name="record_question"),
    path("records/<slug:slug>/order/", order.record_order, name="record_order"),
    path("records/<slug:slug>/consistency.json", downloads.record_consistency, name="record_consistency"),
    path("records/<slug:slug>.json", downloads.record_json, name="record_json"),
    path("records/<slug:slug>.csv", downloads.record_csv, name="record_csv"),
    path("records/<slug:slug>.akn.xml", downloads.record_akn, name="record_akn"),
    path("records/<slug:slug>.pdf", downloads.record_pdf, name="record_pdf"),
    path("records/<slug:slug>.zip", downloads.record_bag, name="record_bag"),
    path("log/", include("sessions.record.pages.log.urls")),
    path("", include("sessions.record.pages.figures.urls")),
    path("speakers/", speakers.speaker_list, name="speakers"),
    path("speakers/<int:office_id>/", speakers.speaker_page, name="speaker"),
    path("api/records/", api.api_records, name="api_records"),
    path("api/records/<slug:slug>/", api.api_record, name="api_record"),
    path("planning/redactions/", office_redactions.redactions_page, name="planning_redactions"),
    path("planning/redactions/new/<uuid:chat_session_id>/", office_redactions.propose_page, name="propose_redaction"),
    path("planning/redactions/<int:redaction_id>/", office_redactions.redaction_page, name="planning_redaction"),
]
