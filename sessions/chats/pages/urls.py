"""Addresses of the room, the floor, the wall, the clerk's calendar, written answers and receipts."""

from django.urls import path

from sessions.chats.pages import cards, receipts, wall
from sessions.chats.pages.planning import changes
from sessions.chats.pages.planning.dates import announce, chats, closed, conflicts, months
from sessions.chats.pages.planning.people import bans, chair, contact, hosts, moves, people, waivers
from sessions.chats.pages.planning.rules import borough, rules
from sessions.chats.pages.room import late_words, lobby, owed, question_page, reading, rooms, support, writing
from sessions.chats.pages.written_answers import answer_list
from sessions.chats.pages.written_answers import writing as answer_writing

urlpatterns = [
    path("api/words", late_words.late_words, name="api_words"),
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
    path("my-chat/", lobby.my_chat, name="my_chat"),
    path("my-chat/again/<uuid:question_id>/", lobby.ask_again, name="ask_again"),
    path("my", lobby.short_link, name="short_link"),
    path("my/", lobby.short_link),
    path("my/sheet/", lobby.link_sheet, name="sheet"),
    path("receipt/", receipts.receipt_search, name="receipt_search"),
    path("cards/<str:kind>/<str:card_id>/<str:version>.png", cards.card, name="card"),
    path("planning/", months.planning_month_page, name="planning"),
    path("planning/<month:first_on>/", months.planning_month_page, name="planning_month"),
    path("planning/<year:year>/", months.planning_year_page, name="planning_year"),
    path("planning/wards/<int:number>/", rules.rule_page, name="planning_ward"),
    path("planning/wards/<int:number>/hosts/", hosts.hosts_page, name="planning_hosts"),
    path("planning/wards/<int:number>/contact/", contact.ward_contact_page, name="planning_contact"),
    path("planning/boroughs/<str:borough_code>/chair/", chair.chair_page, name="planning_chair"),
    path(
        "planning/boroughs/<str:borough_code>/contact/", contact.borough_contact_page, name="planning_borough_contact"
    ),
    path("planning/announce/", announce.announce_page, name="planning_announce"),
    path("planning/chats/<uuid:chat_session_id>/", chats.chat_page, name="planning_chat"),
    path("planning/borough/", borough.borough_rules_page, name="planning_borough"),
    path("planning/closed/", closed.closed_page, name="planning_closed"),
    path("planning/closed/<int:closure_id>/", closed.closure_page, name="planning_closure"),
    path("planning/conflicts/", conflicts.conflicts_page, name="planning_conflicts"),
    path("planning/people/", people.people_page, name="planning_people"),
    path("planning/waivers/", waivers.waivers_page, name="planning_waivers"),
    path("planning/moves/", moves.moves_page, name="planning_moves"),
    path("planning/bans/", bans.bans_page, name="planning_bans"),
    path("planning/changes/", changes.changes_page, name="planning_changes"),
]
