"""Addresses of the public pages, the room and the floor."""

from django.urls import include, path, register_converter

from sessions.views import about, cards, receipts
from sessions.views.converters import (
    ActivityConverter,
    MatterConverter,
    MonthConverter,
    PromiseConverter,
    YearConverter,
)
from sessions.views.log import months
from sessions.views.places import ward_map
from sessions.views.promises import verdict
from sessions.views.proposals.page import proposals_page
from sessions.views.record_search import api, for_robots, speakers
from sessions.views.record_search import page as record_search
from sessions.views.records import downloads, order, page, redactions, support
from sessions.views.room import late_words, lobby, owed, question_page, reading, rooms, writing
from sessions.views.wall import page as wall
from sessions.views.wards import residence, ward_list, ward_search
from sessions.views.written_answers import answer_list
from sessions.views.written_answers import writing as answer_writing

register_converter(MonthConverter, "month")
register_converter(YearConverter, "year")
register_converter(MatterConverter, "matter")
register_converter(PromiseConverter, "promise")
register_converter(ActivityConverter, "activity")

urlpatterns = [
    path("", ward_list.home, name="home"),
    path("wards/", ward_list.ward_list, name="wards"),
    path("", include("sessions.views.site.urls")),
    path("wards/<int:number>/log/", months.ward_months, name="month_logs"),
    path("wards/<int:number>/log/<month:month>.json", months.ward_month_json, name="month_log_json"),
    path("boroughs/<str:borough_code>/log/", months.borough_months, name="borough_month_logs"),
    path(
        "boroughs/<str:borough_code>/log/<month:month>.json", months.borough_month_json, name="borough_month_log_json"
    ),
    path("", include("sessions.views.digests.urls")),
    path("wards/<int:number>/map.png", ward_map.ward_map, name="ward_map"),
    path("wards/choose/", residence.choose, name="choose_ward"),
    path("api/wards/find", ward_search.search_ward, name="api_find_ward"),
    path("api/words", late_words.late_words, name="api_words"),
    path("planning/", include("sessions.planning_urls")),
    path("", include("sessions.calendar_urls")),
    path("chat/<uuid:chat_session_id>/", rooms.room, name="room"),
    path("chat/<uuid:chat_session_id>/writing/", writing.writing, name="writing"),
    path("chat/<uuid:chat_session_id>/owed/", owed.owed, name="owed_list"),
    path("chat/<uuid:chat_session_id>/read/", reading.reading, name="reading"),
    path("chat/<uuid:chat_session_id>/question/", question_page.question_page, name="room_question"),
    path("chat/<uuid:chat_session_id>/support.json", support.support_json, name="support_proof"),
    path("floor/<uuid:chat_session_id>/", rooms.floor, name="floor"),
    path("wall/<uuid:chat_session_id>/", wall.wall, name="wall"),
    path("owed/", answer_list.written_answers_page, name="owed"),
    path("owed/<uuid:question_id>/", answer_writing.answer_page, name="owed_answer"),
    path("", include("sessions.views.matters.lodging.urls")),
    path("office/proposals/", proposals_page, name="office_proposals"),
    path("office/promises/", include("sessions.views.promises.office.urls")),
    path("office/activities/", include("sessions.views.activities.office.urls")),
    path("office/", include("sessions.views.matters.office.urls")),
    path("promises/<str:promise_number>/verdict/", verdict.verdict_page, name="promise_verdict"),
    path("me/ward/", residence.my_ward, name="my_ward"),
    path("my-chat/", lobby.my_chat, name="my_chat"),
    path("my-chat/again/<uuid:question_id>/", lobby.ask_again, name="ask_again"),
    path("my", lobby.short_link, name="short_link"),
    path("my/", lobby.short_link),
    path("my/sheet/", lobby.link_sheet, name="sheet"),
    path("receipt/", receipts.receipt_search, name="receipt_search"),
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
    path("log/", include("sessions.views.log.urls")),
    path("", include("sessions.figures_urls")),
    path("", include("sessions.views.matters.seeing.urls")),
    path("", include("sessions.views.promises.urls")),
    path("", include("sessions.views.activities.seeing.urls")),
    path("speakers/", speakers.speaker_list, name="speakers"),
    path("speakers/<int:office_id>/", speakers.speaker_page, name="speaker"),
    path("api/records/", api.api_records, name="api_records"),
    path("api/records/<slug:slug>/", api.api_record, name="api_record"),
    path("robots.txt", for_robots.robots, name="robots"),
    path("sitemap.xml", for_robots.sitemap, name="sitemap"),
    path("sitemap-<int:file_number>.xml", for_robots.sitemap_file, name="sitemap_file"),
    path("cards/<str:kind>/<str:card_id>/<str:version>.png", cards.card, name="card"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("website/", about.website, name="website"),
]
