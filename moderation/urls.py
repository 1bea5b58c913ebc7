"""Addresses of the moderators' and clerks' pages."""

from django.urls import path

from moderation import pieces, views

urlpatterns = [
    path("desk/<uuid:chat_session_id>/", views.desk, name="desk"),
    path("desk/<uuid:chat_session_id>/questions/", pieces.questions, name="desk_questions"),
    path("desk/<uuid:chat_session_id>/asker/", pieces.asker, name="desk_asker"),
]
