"""Addresses of the clerk's pages, below /planning/."""

from django.urls import path

from sessions.views.digests import planning as digests
from sessions.views.planning import changes, redactions
from sessions.views.planning.dates import announce, chats, closed, conflicts, months
from sessions.views.planning.people import bans, chair, contact, hosts, moves, people, waivers
from sessions.views.planning.rules import borough, rules
from sessions.views.posting import post, posts

urlpatterns = [
    path("", months.planning_month_page, name="planning"),
    path("<month:first_on>/", months.planning_month_page, name="planning_month"),
    path("<year:year>/", months.planning_year_page, name="planning_year"),
    path("wards/<int:number>/", rules.rule_page, name="planning_ward"),
    path("wards/<int:number>/hosts/", hosts.hosts_page, name="planning_hosts"),
    path("wards/<int:number>/contact/", contact.ward_contact_page, name="planning_contact"),
    path("boroughs/<str:borough_code>/chair/", chair.chair_page, name="planning_chair"),
    path("boroughs/<str:borough_code>/contact/", contact.borough_contact_page, name="planning_borough_contact"),
    path("announce/", announce.announce_page, name="planning_announce"),
    path("chats/<uuid:chat_session_id>/", chats.chat_page, name="planning_chat"),
    path("borough/", borough.borough_rules_page, name="planning_borough"),
    path("closed/", closed.closed_page, name="planning_closed"),
    path("closed/<int:closure_id>/", closed.closure_page, name="planning_closure"),
    path("conflicts/", conflicts.conflicts_page, name="planning_conflicts"),
    path("people/", people.people_page, name="planning_people"),
    path("waivers/", waivers.waivers_page, name="planning_waivers"),
    path("moves/", moves.moves_page, name="planning_moves"),
    path("bans/", bans.bans_page, name="planning_bans"),
    path("redactions/", redactions.redactions_page, name="planning_redactions"),
    path("redactions/new/<uuid:chat_session_id>/", redactions.propose_page, name="propose_redaction"),
    path("redactions/<int:redaction_id>/", redactions.redaction_page, name="planning_redaction"),
    path("digests/", digests.digests_page, name="planning_digests"),
    path("digests/<int:number>/", digests.preview_page, name="planning_digest_preview"),
    path("posts/", posts.posts_page, name="planning_posts"),
    path("posts/<int:post_id>/", post.post_page, name="planning_post"),
    path("posts/wards/<int:number>/", posts.settings_page, name="planning_post_settings"),
    path("changes/", changes.changes_page, name="planning_changes"),
]
