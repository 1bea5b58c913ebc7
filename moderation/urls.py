"""Addresses of the moderators' and clerks' pages."""

from django.urls import path

from moderation.appeals import page as appeals
from moderation.appeals import rereading_page as rereading
from moderation.desk import load_page, more_questions, reports_page, views
from moderation.desk import promises_page as promises
from moderation.ledger import page as ledger
from moderation.matters.desk.list_page import list_page as matters_page
from moderation.matters.desk.matter_page import desk_matter_page
from moderation.matters.desk.photo_pages import matter_blur_page, matter_photo_file
from moderation.questions.corrections import page as corrections
from moderation.questions.similar import near_copies, next_door_page

urlpatterns = [
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger.json", ledger.ledger_json, name="ledger_json"),
    path("ledger.csv", ledger.ledger_csv, name="ledger_csv"),
    path("desk/matters/", matters_page, name="desk_matters"),
    path("desk/matters/<uuid:matter_id>/", desk_matter_page, name="desk_matter"),
    path("desk/matters/<uuid:matter_id>/photos/<uuid:photo_id>/", matter_photo_file, name="desk_matter_photo"),
    path("desk/matters/<uuid:matter_id>/photos/<uuid:photo_id>/blur/", matter_blur_page, name="desk_matter_blur"),
    path("desk/<uuid:chat_session_id>/", views.desk, name="desk"),
    path("desk/<uuid:chat_session_id>/appeals/", appeals.appeals_page, name="desk_appeals"),
    path("desk/<uuid:chat_session_id>/record/", corrections.corrections_page, name="desk_record"),
    path("desk/<uuid:chat_session_id>/rereading/", rereading.rereading_page, name="desk_rereading"),
    path("desk/<uuid:chat_session_id>/reports/", reports_page.reports_page, name="desk_reports"),
    path("desk/<uuid:chat_session_id>/promises/", promises.promises_page, name="desk_promises"),
    path("desk/<uuid:chat_session_id>/questions/", more_questions.questions, name="desk_questions"),
    path("desk/<uuid:chat_session_id>/copies/", near_copies.near_copies_json, name="desk_copies"),
    path("desk/<uuid:chat_session_id>/copies/groups/", near_copies.groups, name="desk_copy_groups"),
    path("floor/<uuid:chat_session_id>/elsewhere/", next_door_page.next_door, name="next_door"),
    path("desk/<uuid:chat_session_id>/load/", load_page.load_page, name="desk_load"),
    path("desk/<uuid:chat_session_id>/load/numbers/", load_page.numbers, name="desk_load_numbers"),
    path("desk/<uuid:chat_session_id>/asker/", more_questions.asker, name="desk_asker"),
]
