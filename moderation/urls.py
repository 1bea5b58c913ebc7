"""Addresses of the moderators' and clerks' pages."""

from django.urls import path

from moderation import pieces, views
from moderation.desk import load_page

urlpatterns = [
    path("desk/<uuid:chat_session_id>/", views.desk, name="desk"),
    path("desk/<uuid:chat_session_id>/questions/", pieces.questions, name="desk_questions"),
    path("desk/<uuid:chat_session_id>/load/", load_page.load_page, name="desk_load"),
    path("desk/<uuid:chat_session_id>/load/numbers/", load_page.numbers, name="desk_load_numbers"),
    path("desk/<uuid:chat_session_id>/asker/", pieces.asker, name="desk_asker"),
]
