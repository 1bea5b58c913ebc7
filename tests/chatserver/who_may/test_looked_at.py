"""Every page is opened in a browser, in each language and both colour schemes: the list of those pages is whole."""

import re

from django.urls import Resolver404, resolve

from tests.chatserver.who_may.table import ROUTES
from tests.journeys.pages.test_every_page import PAGES
from tests.journeys.pages.test_rare_pages import NEWS, STEPS

SAMPLES = {
    "CHAT": "00000000-0000-4000-8000-000000000000",
    "SOON": "00000000-0000-4000-8000-000000000000",
    "WAITING": "00000000-0000-4000-8000-000000000000",
    "PHOTO": "00000000-0000-4000-8000-000000000000",
    "POST": "1",
    "LAST": "2027-01",
    "MONTH": "2027-01",
    "YEAR": "2027",
    "ENTRY": "1",
    "QUESTION": "0000000000",
    "RECORD": "/records/ward-98-2027-01-01/",
    "SPEAKER": "/speakers/1/",
    "RECEIPT": "/receipt/0000000000/",
    "OWED": "/owed/00000000-0000-4000-8000-000000000000/",
    "PLANNED": "/planning/chats/00000000-0000-4000-8000-000000000000/",
}
"""By the words that tests.browser.demo_addresses puts an address, or a part of one, in place of."""

NO_PAGES = {
    "answered by JSON, by a file, or by a part of a page": {
        "healthz",
        "readyz",
        "metrics",
        "api/chat/<uuid:chat_session_id>/commands",
        "api/chat/<uuid:chat_session_id>/events",
        "api/wards/find",
        "api/words",
        "api/records/",
        "api/records/<slug:slug>/",
        "chat/<uuid:chat_session_id>/writing/",
        "chat/<uuid:chat_session_id>/owed/",
        "desk/<uuid:chat_session_id>/questions/",
        "desk/<uuid:chat_session_id>/asker/",
        "desk/<uuid:chat_session_id>/copies/",
        "desk/<uuid:chat_session_id>/copies/groups/",
        "desk/<uuid:chat_session_id>/load/numbers/",
        "desk/matters/<uuid:matter_id>/photos/<uuid:photo_id>/",
        "office/activities/photos/<uuid:photo_id>/",
        "matters/new/photo/<str:reference>/",
        "matters/own-photo/<str:reference>/",
        "me/push/",
        "push/changed/",
        "open311/<path:rest>",
        "log/checkpoint",
        "log/cosignatures",
        "log/tile/entries/<path:place>",
        "log/tile/<int:level>/<path:place>",
    },
    "only led on elsewhere": {
        "my",
        "my/",
        "my-chat/again/<uuid:question_id>/",
        "paper/",
        "w/<int:number>",
        "w/<int:number>/",
        "w/<int:number>/<month:month>",
        "demo/sign-in/<str:token>/",
        "invite/<str:token>/",
    },
    "asked by a form, which leads on": {
        "chat/<uuid:chat_session_id>/do/",
        "sign-in/code/again/",
        "sign-in/passkey/",
        "sign-out/",
        "me/public-name/",
        "me/privacy/withdraw/",
        "me/reminders/stop/",
        "me/digests/",
        "me/push/stop/",
        "me/calendar-address/",
        "wards/choose/",
        "planning/printed-codes/<int:batch_id>/revoke/",
        "matters/from-question/<uuid:question_id>/",
        "matters/<matter:matter_number>/support/",
    },
    "Django's own": {"admin/"},
    "shown only before anybody is a clerk": {"setup/"},
}
"""By what comes instead of a page."""

AFTER_A_STEP = {*STEPS, NEWS}
"""Pages that a demo shows only after somebody has done something."""

FILE = re.compile(r"\.(?!well-known)[\w<>:.]+$")
"""An address that ends as the name of a file does."""


def test_every_page_stands_in_the_list_or_says_what_it_is_instead() -> None:
    others = [route for routes in (*NO_PAGES.values(), AFTER_A_STEP) for route in routes]
    shown = {route_of(name) for name in PAGES}
    pages = {route for route in ROUTES if not FILE.search(route) and not route.startswith("admin/")} | {"admin/"}
    assert sorted(pages - shown - set(others)) == [], "add it to PAGES of tests/journeys/pages/test_every_page.py"
    assert sorted(set(others) - pages) == []
    assert sorted(shown & set(others)) == []


def route_of(name: str) -> str:
    """The pattern of the address; the page of an address that nobody serves is that of the beginning."""
    path = name.partition("?")[0]
    for word, sample in SAMPLES.items():
        path = path.replace(word, sample)
    try:
        return resolve(path).route
    except Resolver404:
        return ""
