"""Every text that enters the system is decided on at once, however long it is; what is new has to be listed here."""

import importlib
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.paginator import Paginator
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.http import MAX_URL_LENGTH
from msgspec import structs

import chatserver
from chatserver import admin_site
from chatserver.accounts import passwords
from chatserver.accounts.codes import codes, printed_codes
from chatserver.accounts.contacts.contacts import stop_by_code
from chatserver.accounts.email_addresses import read_email
from chatserver.accounts.models.user import LABEL_CODE_POINTS
from chatserver.accounts.names.labels import choose_label
from chatserver.accounts.names.public_names import enter_public_name
from chatserver.accounts.phone_numbers import read_phone
from chatserver.accounts.push_subscriptions.subscribing import endpoint_as_address
from chatserver.accounts.second_factor import authenticators
from chatserver.accounts.second_factor import views as second_factor_views
from chatserver.accounts.sign_in import demo_links
from chatserver.accounts.sign_in.password_views import PasswordForm
from chatserver.live.commands.command_texts import COMMAND_TEXTS, clean_fields
from chatserver.live.wire.decoding import BadFrame, decode, make_command, read_form
from chatserver.live.wire.ops import OPS
from chatserver.live.wire.resume import read_resume_position
from chatserver.outside.open311.server.errors import ServiceError
from chatserver.outside.open311.server.keys import LONGEST_KEY, find_key
from chatserver.outside.open311.server.listing_query import ListingQuery
from chatserver.outside.open311.server.lodging.form_body import Fields
from chatserver.outside.open311.server.lodging.posted import read_posted
from chatserver.outside.open311.server.moments import LONGEST as LONGEST_MOMENT
from chatserver.outside.open311.server.moments import read_moment
from chatserver.push import endpoints
from chatserver.redirects import own_address
from moderation.ledger.ledger_filter import LONGEST, LedgerFilter
from sessions.activities import answered_matters, rupees
from sessions.activities.facts import LONGEST_ACTIVITY_LINK, read_source_link
from sessions.activities.public.filters import ActivityFilter
from sessions.admin import AdminAnnounceForm
from sessions.chats.calendar.rules.errors import RuleError
from sessions.chats.calendar.rules.parsing import MAX_LENGTH, parse_rule
from sessions.chats.pages.planning.rules.borough_form import LONGEST_HOURS, HoursField
from sessions.chats.pages.planning.seen import LONGEST_FACTS, read_seen_facts
from sessions.city.pages.planning.fields import DayField, HourField, LineField, NumberField
from sessions.city.people.invites import find_invite
from sessions.city.places.map_view import MapView, WardFrame
from sessions.city.places.place_form import LONGEST_PIXELS, pressed_point, read_place_choice
from sessions.city.places.view_parameters import LONGEST_PLACE, read_around
from sessions.city.wards import outlines as ward_outlines
from sessions.city.wards import search as ward_search
from sessions.city.wards import table as wards
from sessions.city.wards.map.errors import BadMap
from sessions.city.wards.map.metres import Projection
from sessions.contract.limits import (
    MAX_ALT_GRAPHEMES,
    MAX_ANSWER_GRAPHEMES,
    MAX_CODE_LENGTH,
    MAX_CODE_POINTS_EACH,
    MAX_EMAIL_LENGTH,
    MAX_FRAME_BYTES,
    MAX_LANDMARK_GRAPHEMES,
    MAX_LOG_SIZE_DIGITS,
    MAX_PHONE_LENGTH,
    MAX_QUESTION_GRAPHEMES,
    MAX_REASON_GRAPHEMES,
    MAX_RECEIPT_LENGTH,
    MAX_RECORD_SEARCH_LENGTH,
    MAX_TITLE_GRAPHEMES,
    MAX_WARDS_LENGTH,
)
from sessions.log.folding import queue_search
from sessions.matters import matter_numbers
from sessions.matters.importing.checking import KnownNames, check_row
from sessions.matters.importing.columns import IMPORTED_COLUMNS
from sessions.matters.pages.office import listing as ticked
from sessions.matters.public.filters import MatterFilter
from sessions.matters.public.map_window import read_at
from sessions.matters.supporting.support import LONGEST_DEGREES, read_rounded_point
from sessions.models import Duty, Open311Key, Ward, activity_numbers
from sessions.notifications.feed_addresses import find_owner
from sessions.platform.photos.boxes import BadBox, read_boxes
from sessions.platform.refusals import Refused
from sessions.platform.text import receipts
from sessions.platform.text.months import read_year_and_month
from sessions.platform.text.text_input import LONGEST_WRITTEN_NUMBER, clean_optional_line, clean_text
from sessions.promises import promise_numbers
from sessions.promises.public.filters import PromiseFilter
from sessions.record.pages.figures import pages as figures_filter
from sessions.record.pages.log.files import read_size
from sessions.record.search.api.api_query import ApiQuery, BadParameter
from sessions.record.search.filters import FILTER_NAMES, SearchFilters
from sessions.record.search.search_terms import SearchTerms
from sessions.site.timeline.cursor import LONGEST_CURSOR
from sessions.site.timeline.timeline_filter import TimelineFilter
from tests.factories.evening import make_person
from tests.measuring.timing import AT_MOST_S, UNITS, seconds_for

pytestmark = pytest.mark.django_db
ROOT = Path(chatserver.__file__).parents[1]
QUESTION = str(uuid4())


class Entry(NamedTuple):
    """What decides on a text, and the largest that it may take, in characters."""

    longest: int
    decide: Callable[[str], object]


def quietly(decide: Callable[[str], object], *faults: type[Exception]) -> Callable[[str], object]:
    def run(text: str) -> object:
        try:
            return decide(text)
        except faults:
            return None

    return run


def as_command(op: str) -> Callable[[str], object]:
    """The op's words, in a command whose other fields do not matter."""
    fields = structs.fields(OPS[op])
    examples: dict[str, Any] = {"question": QUESTION, "version": 1, "kind": "question", "final": True, "days": 3}
    examples |= {"part": 1, "questions": [{"question": QUESTION, "version": 1}]}
    outcomes = {"correction.decide": "accepted", "owed.answer": "kept"}
    examples |= {"notice": 1, "promise": QUESTION, "outcome": outcomes.get(op, "upheld")}
    given = {field.name: examples.get(field.name, "off_topic") for field in fields if field.required}
    command = make_command(str(uuid4()), op, given).fields
    return lambda text: clean_fields(op, structs.replace(command, **{COMMAND_TEXTS[op].field: text}))


def enter_name(name: str, title: str) -> None:
    enter_public_name(make_person(str(uuid4())), name=name, title=title, duty=Duty.OFFICIAL)


def press_map(text: str) -> None:
    pressed_point({"pin.x": text, "pin.y": text, "place_width": text}, MapView(FRAME, 1, 0, 0))


def choose_place(text: str) -> None:
    names = (
        "place_lat",
        "place_lon",
        "place_landmark",
        "place_near",
        "place_around",
        "place_zoom",
        "place_do",
        "place_ward",
    )
    read_place_choice(dict.fromkeys(names, text), Ward(number=1))


FRAME = WardFrame(1, Projection.around(22.5, 88.3), 0, 0, 1000, 1000)
REQUEST = RequestFactory().get("/")
OPEN311_QUERY = ("service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size")
OPEN311_FIELDS = ("service_code", "description", "lat", "long", "address_string", "attribute[kind]", "attribute[ward]")
A_KEY = Open311Key(name="City app")
KNOWN = KnownNames([95], ["drains"], ["bn", "en"], timezone.now())


COMMANDS = {f"command {op}": Entry(4000, as_command(op)) for op in COMMAND_TEXTS} | {
    "a frame": Entry(MAX_FRAME_BYTES, quietly(decode, BadFrame)),
    "a form's op": Entry(MAX_FRAME_BYTES, quietly(lambda text: read_form({"op": text}), BadFrame)),
    "a form's ref": Entry(36, quietly(lambda text: read_form({"op": "session.open", "ref": text}), BadFrame)),
    "a form's field": Entry(
        MAX_FRAME_BYTES, quietly(lambda text: read_form({"op": "report", "question": QUESTION, "why": text}), BadFrame)
    ),
    "a form's boxes": Entry(
        MAX_FRAME_BYTES,
        quietly(lambda text: read_form({"op": "questions.decline", "reason": "attack"}, chosen=[text]), BadFrame),
    ),
    "where a socket stands": Entry(60, lambda text: read_resume_position(f"epoch={text}&since={text}")),
}
READERS = {
    "phone": Entry(MAX_PHONE_LENGTH, read_phone),
    "e-mail": Entry(MAX_EMAIL_LENGTH, read_email),
    "code": Entry(MAX_CODE_LENGTH, codes.read_digits),
    "slip": Entry(20, lambda text: printed_codes._find_slip(Ward(pk=1), text)),
    "label": Entry(LABEL_CODE_POINTS, lambda text: choose_label(make_person(str(uuid4())), text)),
    "public name": Entry(LABEL_CODE_POINTS, quietly(lambda text: enter_name(text, "Engineer"), Refused)),
    "public title": Entry(4 * MAX_TITLE_GRAPHEMES, quietly(lambda text: enter_name("R. Das", text), Refused)),
    "user name": Entry(
        passwords.LONGEST_NAME,
        lambda text: passwords.PasswordBackend().authenticate(None, username=text, password=""),
    ),
    "written answer": Entry(
        4 * MAX_ANSWER_GRAPHEMES, quietly(lambda text: clean_text(text, max_graphemes=MAX_ANSWER_GRAPHEMES), Refused)
    ),
    "photo's alt": Entry(
        MAX_ALT_GRAPHEMES * MAX_CODE_POINTS_EACH,
        quietly(lambda text: clean_optional_line(text, max_graphemes=MAX_ALT_GRAPHEMES), Refused),
    ),
    "complaint number": Entry(LONGEST_WRITTEN_NUMBER, matter_numbers.read_matter_number),
    "activity number": Entry(LONGEST_WRITTEN_NUMBER, activity_numbers.read_activity_number),
    "activity filters": Entry(40, lambda text: ActivityFilter.from_query({"ward": text, "year": text, "kind": text})),
    "amount": Entry(rupees.LONGEST_AMOUNT, quietly(rupees.read_rupees, Refused)),
    "what an activity answers": Entry(
        answered_matters.LONGEST_LIST_OF_NUMBERS,
        quietly(lambda text: answered_matters.read_answers(text, Ward(number=1)), Refused),
    ),
    "source": Entry(LONGEST_ACTIVITY_LINK, quietly(read_source_link, Refused)),
    "why it is withdrawn": Entry(
        4 * MAX_REASON_GRAPHEMES, quietly(lambda text: clean_text(text, max_graphemes=MAX_REASON_GRAPHEMES), Refused)
    ),
    "ticked": Entry(ticked.LONGEST, lambda text: ticked.read_ticked([text])),
    "complaint": Entry(4 * MAX_QUESTION_GRAPHEMES, quietly(clean_text, Refused)),
    "receipt": Entry(MAX_RECEIPT_LENGTH, receipts.read_receipt),
    "boxes": Entry(100, quietly(lambda text: read_boxes([text]), BadBox)),
    "pin": Entry(wards.LONGEST_WORDS, wards.read_pin),
    "ward search": Entry(wards.LONGEST_WORDS, lambda text: list(wards.find_wards(text))),
    "latitude": Entry(ward_search.LONGEST_COORDINATE, lambda text: ward_search.find_at(text, "88")),
    "a place on a map": Entry(LONGEST_PLACE, read_around),
    "pixels of a map": Entry(LONGEST_PIXELS, quietly(press_map, Refused)),
    "a place in a form": Entry(4 * MAX_LANDMARK_GRAPHEMES, choose_place),
    "record search": Entry(MAX_RECORD_SEARCH_LENGTH, SearchTerms.of),
    "record filters": Entry(20, lambda text: SearchFilters.from_query(dict.fromkeys(FILTER_NAMES, text))),
    "records API": Entry(200, quietly(lambda text: ApiQuery.of({"q": text, text: text}), BadParameter)),
    "records API number": Entry(20, quietly(lambda text: ApiQuery.of({"cursor": text}), BadParameter)),
    "open311 list": Entry(
        1000,
        quietly(lambda text: ListingQuery.of(dict.fromkeys(OPEN311_QUERY, text), timezone.now()), ServiceError),
    ),
    "open311 moment": Entry(LONGEST_MOMENT, quietly(lambda text: read_moment("start_date", text), ServiceError)),
    "open311 fields": Entry(
        4000, quietly(lambda text: read_posted(Fields({name: [text] for name in OPEN311_FIELDS}), A_KEY), ServiceError)
    ),
    "open311 key": Entry(LONGEST_KEY, quietly(find_key, ServiceError)),
    "a row of an earlier list": Entry(100, lambda text: check_row(2, dict.fromkeys(IMPORTED_COLUMNS, text), KNOWN)),
    "queue search": Entry(queue_search.LONGEST, lambda text: queue_search.QueueSearch.from_query({"q": text})),
    "ledger": Entry(LONGEST, lambda text: LedgerFilter.from_query({"ward": text, "month": text})),
    "timeline filters": Entry(LONGEST_CURSOR, lambda text: TimelineFilter.from_query({"before": text, "kind": text})),
    "matter filters": Entry(MAX_RECORD_SEARCH_LENGTH, lambda text: MatterFilter.from_query({"q": text, "ward": text})),
    "promise filters": Entry(
        MAX_RECORD_SEARCH_LENGTH, lambda text: PromiseFilter.from_query({"q": text, "ward": text, "year": text})
    ),
    "promise number": Entry(LONGEST_WRITTEN_NUMBER, promise_numbers.read_promise_number),
    "month of figures": Entry(len("2027-01"), read_year_and_month),
    "point": Entry(40, read_at),
    "degrees": Entry(LONGEST_DEGREES, lambda text: read_rounded_point(text, text)),
    "figures": Entry(MAX_WARDS_LENGTH, lambda text: figures_filter.FiguresFilter.from_query(text, text)),
    "rule": Entry(MAX_LENGTH, quietly(parse_rule, RuleError)),
    "facts": Entry(LONGEST_FACTS, read_seen_facts),
    "log size": Entry(MAX_LOG_SIZE_DIGITS, read_size),
    "page": Entry(20, Paginator([], 20).get_page),
    "invitation": Entry(60, quietly(find_invite, UnicodeEncodeError)),
    "demo link": Entry(100, quietly(demo_links.person_of_link, UnicodeEncodeError)),
    "own calendar": Entry(60, find_owner),
    "stop reminders": Entry(60, stop_by_code),
    "push service": Entry(
        endpoints.LONGEST_ENDPOINT, lambda text: endpoints.service_of(text, endpoints.KNOWN_SERVICES)
    ),
    "push subscription": Entry(endpoints.LONGEST_ENDPOINT, endpoint_as_address),
    "next": Entry(MAX_URL_LENGTH, partial(own_address, REQUEST)),
}
ENTRIES = COMMANDS | READERS

COMPARED = "compared with a few words, or read as a number of a few digits"
SHOWN = "shown again, after it was decided on as a form's field"
SIGNED = "signed by us: hashed once, or refused"
PARAMETERS = {
    "chatserver/accounts/clerk_views.py": {"action": COMPARED, "counts": COMPARED, "crowd": COMPARED},
    "chatserver/accounts/privacy/consent_views.py": {"next": "next"},
    "chatserver/accounts/sign_in/password_views.py": {"next": "next"},
    "chatserver/accounts/sign_in/passkey_views.py": {"challenge": SIGNED, "credential": "credential", "next": "next"},
    "chatserver/accounts/contacts/digest_views.py": {"digest": COMPARED},
    "chatserver/accounts/invite_views.py": {"name": "public name", "title": "public title"},
    "chatserver/accounts/names/public_name_views.py": {"name": "public name", "title": "public title", "next": "next"},
    "chatserver/accounts/privacy/views.py": {"sure": COMPARED},
    "chatserver/accounts/push_subscriptions/views.py": {
        "device": COMPARED,
        "endpoint": "push subscription",
        "key": COMPARED,
        "old": "push subscription",
    },
    "chatserver/accounts/second_factor/views.py": {
        "authenticator": COMPARED,
        "code": "second factor",
        "credential": "credential",
        "do": COMPARED,
        "enrolment": "code",
        "name": "passkey's name",
        "next": "next",
    },
    "chatserver/accounts/sign_in/views.py": {"by": COMPARED, "next": "next"},
    "chatserver/accounts/sign_in/demo_views.py": {"next": "next"},
    "chatserver/accounts/language_views.py": {"language": COMPARED, "next": "next"},
    "chatserver/accounts/limits/proof_of_work.py": {"solution": COMPARED, "work": SIGNED},
    "chatserver/admin_site.py": {"next": "next"},
    "chatserver/web/app/phone_page.py": {"do": COMPARED},
    "chatserver/web/app/reader_language.py": {"lang": COMPARED},
    "chatserver/web/app/worker.py": {"v": COMPARED},
    "chatserver/web/app/share.py": {"title": SHOWN, "text": SHOWN, "url": SHOWN, "words": SHOWN},
    "chatserver/web/forms/before_sending.py": {
        "draft": SHOWN,
        "draft_kind": SHOWN,
        "draft_topic": SHOWN,
        "look": COMPARED,
        "next": "next",
    },
    "chatserver/web/http_fallback.py": {
        "next": "next",
        "draft": SHOWN,
        "op": "a form's op",
        "person": COMPARED,
        "stream": COMPARED,
        "text": SHOWN,
        "reason": SHOWN,
        "note": SHOWN,
    },
    "moderation/ledger/page.py": {"page": COMPARED},
    "moderation/matters/appeals_page.py": {"code": "receipt", "do": COMPARED, "words": "command question.appeal"},
    "moderation/matters/desk/acts.py": {
        "confirmed": COMPARED,
        "do": COMPARED,
        "into": "complaint number",
        "note": "command question.decline",
        "outcome": COMPARED,
        "photo": COMPARED,
        "place": COMPARED,
        "reason": COMPARED,
        "reply": COMPARED,
        "start": COMPARED,
        "version": COMPARED,
    },
    "moderation/matters/desk/list_page.py": {"number": "complaint number", "page": "page"},
    "moderation/matters/desk/matter_page.py": {
        "do": COMPARED,
        "into": SHOWN,
        "note": SHOWN,
        "place": COMPARED,
        "reason": COMPARED,
    },
    "moderation/matters/desk/photo_pages.py": {"box": "boxes", "seen": COMPARED, "version": COMPARED},
    "moderation/desk/more_questions.py": {"after": COMPARED, "group": COMPARED, "id": COMPARED, "question": COMPARED},
    "moderation/desk/promises_page.py": {"answer": COMPARED, "page": "page"},
    "moderation/questions/similar/near_copies.py": {"known": COMPARED, "question": COMPARED},
    "moderation/desk/views.py": {"question": COMPARED},
    "sessions/platform/feeds/feed_response.py": {"lang": COMPARED},
    "sessions/matters/pages/seeing/lists.py": {"at": "point", "before": "complaint number", "zoom": COMPARED},
    "sessions/matters/pages/seeing/supporting.py": {
        "do": COMPARED,
        "lat": "degrees",
        "lon": "degrees",
        "text": "complaint",
        "verdict": COMPARED,
    },
    "sessions/promises/pages/figures.py": {"until": "month of figures"},
    "sessions/promises/pages/lists.py": {"before": "promise number"},
    "sessions/record/pages/figures/pages.py": {"month": "figures", "ward": "figures"},
    "sessions/site/pages/calendar/news.py": {"kind": COMPARED},
    "sessions/site/pages/calendar/own_address.py": {"do": COMPARED},
    "sessions/activities/pages/seeing/lists.py": {"before": "activity number"},
    "sessions/activities/pages/seeing/activity_page.py": {"version": COMPARED},
    "sessions/activities/pages/seeing/photos.py": {"small": COMPARED},
    "sessions/activities/pages/office/listing.py": {"page": "page"},
    "sessions/activities/pages/office/new.py": {
        "answers": "complaint number",
        "do": COMPARED,
        "owner": COMPARED,
        "ref": COMPARED,
    },
    "sessions/activities/pages/office/editing_page.py": {
        "do": COMPARED,
        "reason": "why it is withdrawn",
        "version": COMPARED,
    },
    "sessions/activities/pages/office/photo_pages.py": {
        "box": "boxes",
        "do": COMPARED,
        "page": "page",
        "photo": COMPARED,
        "seen": COMPARED,
        "small": COMPARED,
    },
    "sessions/matters/pages/office/call_back.py": {
        "number": "complaint number",
        "page": "page",
        "verdict": COMPARED,
        "version": COMPARED,
        "words": "written answer",
    },
    "sessions/matters/pages/office/listing.py": {"do": COMPARED, "m": "ticked", "page": "page", "to": COMPARED},
    "sessions/matters/pages/office/one_matter.py": {
        "alt": "photo's alt",
        "do": COMPARED,
        "to": COMPARED,
        "version": COMPARED,
    },
    "sessions/chats/pages/written_answers/answer_list.py": {"page": "page"},
    "sessions/promises/pages/proposals/page.py": {
        "answer": COMPARED,
        "do": COMPARED,
        "page": "page",
        "promise": COMPARED,
        "version": COMPARED,
    },
    "sessions/chats/pages/written_answers/writing.py": {
        "do": COMPARED,
        "part": COMPARED,
        "seen": COMPARED,
        "text": "written answer",
    },
    "sessions/matters/pages/lodging/by_receipt.py": {"code": "receipt", "do": COMPARED},
    "sessions/matters/pages/lodging/conversation.py": {
        "do": COMPARED,
        "text": "complaint",
        "verdict": COMPARED,
    },
    "sessions/matters/pages/lodging/entering.py": {
        "consented": COMPARED,
        "do": COMPARED,
        "read_back": COMPARED,
        "source": COMPARED,
        "ward": COMPARED,
    },
    "sessions/matters/pages/lodging/form.py": {"ward": COMPARED},
    "sessions/matters/pages/lodging/from_question.py": {"category": COMPARED},
    "sessions/matters/pages/lodging/kept_photos.py": {
        "alt": "photo's alt",
        "kept_alt": "photo's alt",
        "kept_key": COMPARED,
        "kept_photo": SIGNED,
        "photo_key": COMPARED,
        "remove_photo": COMPARED,
    },
    "sessions/matters/pages/lodging/new.py": {
        "about": "activity number",
        "do": COMPARED,
        "kept_photo": COMPARED,
        "kind": COMPARED,
        "ref": COMPARED,
        "support": COMPARED,
        "ward": COMPARED,
    },
    "sessions/matters/pages/lodging/own.py": {"new": COMPARED},
    "sessions/matters/pages/lodging/own_photos.py": {"small": COMPARED},
    "sessions/matters/pages/seeing/matter_page.py": {"instead": COMPARED},
    "sessions/matters/pages/seeing/photos.py": {"small": COMPARED},
    "sessions/chats/pages/receipts.py": {"code": "receipt"},
    "sessions/promises/pages/by_receipt.py": {"code": "receipt", "number": COMPARED, "verdict": COMPARED},
    "sessions/promises/pages/office/joining.py": {"into": "promise number", "version": COMPARED},
    "sessions/promises/pages/office/listing.py": {"page": "page"},
    "sessions/promises/pages/office/one_promise.py": {"do": COMPARED, "version": COMPARED},
    "sessions/promises/pages/verdict.py": {"claim": COMPARED, "verdict": COMPARED},
    "sessions/city/pages/ward_map.py": {
        "around": "a place on a map",
        "at": "a place on a map",
        "lang": COMPARED,
        "scale": COMPARED,
        "zoom": COMPARED,
    },
    "sessions/chats/pages/planning/dates/announce.py": {"action": COMPARED, "shown": COMPARED, "ward": COMPARED},
    "sessions/chats/pages/planning/people/bans.py": {"do": COMPARED, "id": COMPARED, "receipt": "receipt"},
    "sessions/chats/pages/planning/rules/borough.py": {"action": COMPARED, "seen": "facts", "shown": COMPARED},
    "sessions/chats/pages/planning/changes.py": {"page": "page"},
    "sessions/chats/pages/planning/dates/chats.py": {"action": COMPARED, "seen": "facts", "sequence": COMPARED},
    "sessions/chats/pages/planning/dates/closed.py": {
        "action": COMPARED,
        "seen": "facts",
        "shown": COMPARED,
        "version": COMPARED,
        "where": COMPARED,
    },
    "sessions/chats/pages/planning/people/term_form.py": {"last": COMPARED, "seen": "facts"},
    "sessions/chats/pages/planning/people/moves.py": {"page": "page"},
    "sessions/chats/pages/planning/people/people.py": {"do": COMPARED, "id": COMPARED, "sure": COMPARED},
    "sessions/chats/pages/planning/rules/rules.py": {
        "action": COMPARED,
        "schedule": COMPARED,
        "seen": "facts",
        "shown": COMPARED,
        "version": COMPARED,
    },
    "sessions/record/pages/log/files.py": {"from": "log size", "to": "log size"},
    "sessions/record/pages/log/pages.py": {"page": "page", "size": "log size"},
    "sessions/record/pages/records/downloads.py": {"from": "log size", "lang": COMPARED},
    "sessions/record/pages/records/redactions.py": {"page": "page"},
    "sessions/posting/pages/post.py": {"copy": COMPARED, "do": COMPARED, "version": COMPARED},
    "sessions/posting/pages/posts.py": {"target": COMPARED},
    "sessions/record/pages/redactions.py": {
        "do": COMPARED,
        "empty": COMPARED,
        "entry": COMPARED,
        "receipt": "receipt",
        "seen": COMPARED,
    },
    "sessions/record/pages/search/page.py": {"page": "page", "q": "record search"},
    "sessions/record/pages/search/speakers.py": {"page": "page"},
    "sessions/city/pages/residence.py": {"chat": COMPARED, "sure": COMPARED, "ward": COMPARED},
    "sessions/chats/pages/room/support.py": {"leaf": COMPARED, "question": COMPARED},
    "sessions/chats/pages/room/question_page.py": {"question": COMPARED},
    "sessions/chats/pages/room/rooms.py": {"rephrase": COMPARED, "all": COMPARED, "receipt": COMPARED},
    "sessions/record/pages/translations.py": {"do": COMPARED, "field": COMPARED, "id": COMPARED, "n": COMPARED},
    "sessions/chats/pages/room/reading.py": {"still": COMPARED, "to": COMPARED},
    "sessions/chats/pages/wall.py": {"lang": COMPARED, "overlay": COMPARED, "theme": COMPARED},
    "sessions/site/pages/search.py": {"q": "record search"},
    "sessions/site/pages/ward_list.py": {"choose": COMPARED, "lat": "latitude", "lon": "latitude", "q": "ward search"},
}
"""What each page reads from its address or its form without a form class, and which entry decides on it."""

ELSEWHERE = {"second factor", "credential", "passkey's name"}
"""Timed by a test of their own below: they need a person, or a request."""

_PARAMETER = re.compile(r'(?:request\.(?:GET|POST)|\btold)(?:\.get|\.getlist)?[\(\[]"(\w+)"|"(\w+)" in request\.GET')
_OF_OTHERS = (
    "chatserver/demo/",
    "sessions/record/proof/verifier/verify.py",
    "sessions/chats/pages/room/consent_notice.py",
)
"""There `told` is something else."""


def sized(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def texts(longest: int, *, most_bytes: int | None = None) -> Iterator[str]:
    """Make texts of the greatest length, and far longer ones: a thousand times, or what most_bytes can bring."""
    for unit in UNITS:
        yield sized(unit, longest)
    for unit in ("a", "7", " ", "\U0001f1ee\U0001f1f3", "৭"):
        brought = most_bytes // len(unit[0].encode()) if most_bytes is not None else 1000 * longest
        yield sized(unit, min(1000 * longest, brought))


def own_forms() -> list[type[forms.BaseForm]]:
    importlib.import_module("chatserver.urls")  # and by it every page
    return sorted(set(_below(forms.BaseForm)), key=lambda form: (form.__module__, form.__name__))


def _below(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for each in form.__subclasses__():
        if each.__module__.split(".")[0] in ("sessions", "moderation", "chatserver"):
            yield each
        yield from _below(each)


def fields_of(form: type[forms.BaseForm]) -> dict[str, forms.Field]:
    """Fields that take any text."""
    chosen = (forms.BooleanField, forms.ChoiceField, forms.FileField, forms.ModelChoiceField)
    fields: dict[str, forms.Field] = form.base_fields  # type: ignore[attr-defined]
    return {name: field for name, field in fields.items() if not isinstance(field, chosen)}


def longest_of(field: forms.Field) -> int:
    match field:
        case HoursField():
            return LONGEST_HOURS
        case DayField() | HourField() | NumberField():
            return LONGEST_WRITTEN_NUMBER
        case forms.CharField(max_length=int(longest)):
            return longest
        case _:
            raise AssertionError(f"{type(field).__name__} has no limit")


FORM_FIELDS = [
    pytest.param(field, id=f"{form.__name__}.{name}")
    for form in own_forms()
    if form not in (AdminAnnounceForm, PasswordForm)  # the administration's guard and the password's backend decide
    for name, field in fields_of(form).items()
]


@pytest.mark.costly
@pytest.mark.slow
@pytest.mark.row("threat", 43)
@pytest.mark.parametrize("name", ENTRIES)
def test_no_text_takes_long_to_decide_on(name: str) -> None:
    longest, decide = ENTRIES[name]
    quietly(decide, Refused)("warm")  # what is read once is no cost of a text
    for text in texts(longest):
        assert seconds_for(partial(decide, text)) < AT_MOST_S, (name, text[:4], len(text))


@pytest.mark.costly
@pytest.mark.row("threat", 43)
@pytest.mark.parametrize("field", FORM_FIELDS)
def test_no_field_of_a_form_takes_long_to_refuse(field: forms.Field) -> None:
    decide = quietly(deepcopy(field).clean, ValidationError)
    longest = longest_of(field)
    found = texts(longest, most_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    for text in found:  # of a far too long one, Django still looks at each character
        took_s = seconds_for(partial(decide, text), is_reading=len(text) > 100 * longest)
        assert took_s < AT_MOST_S, (text[:4], len(text))


@pytest.mark.costly
@pytest.mark.row("threat", 43)
def test_a_passkey_s_answer_is_read_up_to_a_size() -> None:
    for written in ("[" * 60_000, "[" * 64_000_000, '"' + "a" * 64_000_000 + '"', "7" * 60_000):
        request = SimpleNamespace(POST={"credential": written})
        assert seconds_for(partial(second_factor_views._credential, request)) < AT_MOST_S  # type: ignore[arg-type]


@pytest.mark.row("threat", 43)
def test_a_second_factor_s_code_and_name_are_bounded() -> None:
    for text in texts(MAX_CODE_LENGTH):
        assert seconds_for(partial(authenticators._read_code, text)) < AT_MOST_S
        assert seconds_for(partial(authenticators._read_name, text)) < AT_MOST_S


@pytest.mark.row("threat", 43)
def test_the_administration_looks_at_no_value_longer_than_any_of_its_fields() -> None:
    view = admin_site.bounded(lambda _request: pytest.fail("it was looked at"))
    for method in ("get", "post"):
        request = getattr(RequestFactory(), method)("/admin/", {"q": "a" * (admin_site.LONGEST_VALUE + 1)})
        assert view(request).status_code == 413


@pytest.mark.row("threat", 43)
def test_a_table_of_wards_is_refused_by_its_size_and_its_fields(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(1000 * wards.LARGEST_TABLE)
    assert seconds_for(lambda: quietly(wards.load_wards, ValueError)(huge)) < AT_MOST_S  # type: ignore[arg-type]
    wide = tmp_path / "wide.csv"
    wide.write_text(f'{",".join(wards.COLUMNS)}\n95,X,Borough X,,"{"a" * 2001}",,700032\n')
    with pytest.raises(ValueError, match="neighbourhoods_en is longer than 2000 characters"):
        wards.load_wards(wide)


@pytest.mark.row("threat", 43)
@pytest.mark.parametrize("name", ["huge.geojson", "huge.csv"])
def test_a_map_of_wards_is_refused_by_its_size_before_it_is_read(tmp_path: Path, name: str) -> None:
    huge = tmp_path / name
    with huge.open("wb") as file:
        file.truncate(1000 * ward_outlines.LARGEST_MAP)
    for decide in (lambda _: ward_outlines.is_map(huge), lambda _: ward_outlines.load_map(huge)):
        assert seconds_for(partial(quietly(decide, BadMap), "")) < AT_MOST_S
    with pytest.raises(CommandError, match=r"larger than any map of wards \(at most 64 MiB\)"):
        call_command("load_wards", str(huge))


@pytest.mark.costly
@pytest.mark.slow
def test_each_parameter_that_a_page_reads_is_listed() -> None:
    read = {}
    for path in sorted(ROOT.glob("*/**/*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(("chatserver/", "moderation/", "sessions/")) and not name.startswith(_OF_OTHERS):
            names = {found[1] or found[2] for found in _PARAMETER.finditer(path.read_text(encoding="utf-8"))}
            if names:
                read[name] = names
    assert read == {name: set(listed) for name, listed in PARAMETERS.items()}
    assert {entry for listed in PARAMETERS.values() for entry in listed.values()} <= {
        *ENTRIES,
        COMPARED,
        SIGNED,
        SHOWN,
        *ELSEWHERE,
    }


def test_words_in_a_line_are_cleaned_by_the_form_itself() -> None:
    field = LineField(max_graphemes=20)
    assert field.clean("  two\n words ") == "two words"
    for written in ("a\u202eb", "a" * 21, "\u200b"):
        with pytest.raises(ValidationError):
            field.clean(written)


@pytest.mark.parametrize(
    "address",
    [
        "/records/?q=%00",
        "/records/?page=%00",
        "/wards/?q=%00",
        "/search/?q=%00",
        "/wards/95/?before=%00&kind=%00",
        "/boroughs/%00/",
        "/stop/%00/",
        "/receipt/%00/",
        "/receipt/?code=%00",
        "/invite/%00/",
        "/my-ward/%00.ics",
        "/demo/sign-in/%00/",
        "/sign-in/?next=%00",
    ],
)
def test_a_character_that_is_none_breaks_no_page(client: Client, address: str) -> None:
    """PostgreSQL takes no NUL, wherever it stands."""
    assert client.get(address).status_code < 500
