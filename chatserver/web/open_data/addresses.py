"""Every address that programs use, by its route: what it answers, and what may be asked for; pure.

Each new one has its line here: a test compares this table with the URL configuration, another asks each address for
what its line says. What is open to all may be read by scripts of any site (opening.py).
"""

from collections.abc import Mapping
from typing import NamedTuple

JSON, CSV, ATOM, ICAL = "application/json", "text/csv", "application/atom+xml", "text/calendar"
XML, ZIP, TEXT, BYTES = "application/xml", "application/zip", "text/plain", "application/octet-stream"
WARD = ("ward", "The number of a ward.")
BOROUGH = ("borough", "The code of a borough.")
MONTH = ("month", "A month, as YYYY-MM.")
LANGUAGE = ("lang", "The language: bn, en, hi or ur.")
WORDS = ("q", "Words to look for.")
KIND_ASKED, STATE, CATEGORY, YEAR = (
    ("kind", "A kind, as the list's own addresses have it."),
    ("state", "A state, as the list's own addresses have it."),
    ("category", "The slug of a category."),
    ("year", "A year, such as 2027."),
)
PAGE = ("page", "The number of the page, from 1 on.")
MATTER_FILTERS = (WARD, BOROUGH, KIND_ASKED, CATEGORY, STATE, ("overdue", "1: only what is overdue."), WORDS)
PROMISE_FILTERS = (WARD, BOROUGH, KIND_ASKED, STATE, YEAR, WORDS)
ACTIVITY_FILTERS = (WARD, BOROUGH, KIND_ASKED, CATEGORY, YEAR, WORDS)
FIGURES_UNTIL = ("until", "The last sealed month that is counted, such as 2027-03; without it, up to today.")


class Address(NamedTuple):
    """One route. chapter: under which a reader looks for it; query: names and descriptions of its parameters.

    required: those of them without which there is no answer. schema: the JSON Schema of its answer, by name.
    is_open: read without signing in, from any site.
    """

    chapter: str
    operation: str
    summary: str
    media_types: tuple[str, ...]
    query: tuple[tuple[str, str], ...] = ()
    required: tuple[str, ...] = ()
    schema: str = ""
    is_open: bool = True


RECORDS, BETWEEN, PROOF, COUNTED, DATES, LIVE = (
    "Records of the evenings",
    "Complaints, promises and work",
    "What proves it",
    "Figures and decisions",
    "Dates and news",
    "This website",
)
CHAPTERS = (RECORDS, BETWEEN, COUNTED, PROOF, DATES, LIVE)

PROGRAM_ADDRESSES: Mapping[str, Address] = {
    "api/records/": Address(RECORDS, "listRecords", "List the records, or search in them.", (JSON,)),
    "api/records/<slug:slug>/": Address(RECORDS, "getRecord", "One record with its public questions.", (JSON,)),
    "records/catalogue.json": Address(
        RECORDS, "getCatalogue", "The catalogue of all records: DCAT 3.", ("application/ld+json",), schema="Catalogue"
    ),
    "records/catalogue.csv": Address(RECORDS, "getCatalogueTable", "The same catalogue as a table.", (CSV,)),
    "records/<slug:slug>.json": Address(
        RECORDS,
        "getRecordDocument",
        "The record itself, the one that is sealed and proven.",
        (JSON,),
        schema="Document",
    ),
    "records/<slug:slug>.csv": Address(RECORDS, "getRecordTable", "Its questions and answers as a table.", (CSV,)),
    "records/<slug:slug>.akn.xml": Address(
        RECORDS, "getRecordAkomaNtoso", "The record in Akoma Ntoso.", ("application/akn+xml",)
    ),
    "records/<slug:slug>.pdf": Address(
        RECORDS, "getRecordPdf", "The record on paper.", ("application/pdf",), (LANGUAGE,)
    ),
    "records/<slug:slug>.zip": Address(RECORDS, "getRecordBag", "All forms of the record together, with sums.", (ZIP,)),
    "records/<slug:slug>.translations.json": Address(
        RECORDS, "getTranslations", "Translations of its words, in versions.", (JSON,), schema="Document"
    ),
    "records/<slug:slug>/consistency.json": Address(
        PROOF,
        "getRecordConsistencyProof",
        "The proof that a record begins with what was public in the live chat.",
        (JSON,),
        (("from", "How many entries the checkpoint had that was kept."),),
        ("from",),
        schema="Consistency",
    ),
    "chat/<uuid:chat_session_id>/support.json": Address(
        PROOF,
        "getSupport",
        "Whether a supporter is counted among those of a question; or, once the chat is over, the leaves of all.",
        (JSON,),
        (("question", "The id of a question."), ("leaf", "The leaf of one supporter, in base64.")),
        schema="Document",
    ),
    "records/redactions.json": Address(
        RECORDS, "listRedactions", "All redactions: by whom, when and why.", (JSON,), schema="Document"
    ),
    "matters/export.json": Address(
        BETWEEN, "listMatters", "Complaints and suggestions.", (JSON,), MATTER_FILTERS, schema="Matters"
    ),
    "matters/export.csv": Address(BETWEEN, "listMattersTable", "The same as a table.", (CSV,), MATTER_FILTERS),
    "promises/export.json": Address(
        BETWEEN, "listPromises", "Promises, and what became of them.", (JSON,), PROMISE_FILTERS, schema="Promises"
    ),
    "promises/export.csv": Address(BETWEEN, "listPromisesTable", "The same as a table.", (CSV,), PROMISE_FILTERS),
    "activities/export.json": Address(
        BETWEEN, "listActivities", "Work done and planned.", (JSON,), ACTIVITY_FILTERS, schema="Activities"
    ),
    "activities/export.csv": Address(BETWEEN, "listActivitiesTable", "The same as a table.", (CSV,), ACTIVITY_FILTERS),
    "open311/discovery.<georeport_form:form>": Address(
        BETWEEN, "discoverOpen311", "Open311: where the service is.", (JSON, XML)
    ),
    "open311/v2/services.<georeport_form:form>": Address(
        BETWEEN, "listServices", "Open311: the categories, with who does the work.", (JSON, XML)
    ),
    "open311/v2/services/<str:service_code>.<georeport_form:form>": Address(
        BETWEEN, "getService", "Open311: the attributes of a category.", (JSON, XML)
    ),
    "open311/v2/requests.<georeport_form:form>": Address(
        BETWEEN,
        "listRequests",
        "Open311: public complaints and suggestions.",
        (JSON, XML),
        (
            ("service_request_id", "Numbers, separated by commas."),
            ("service_code", "Categories, separated by commas."),
            ("start_date", "Lodged at that moment or later."),
            ("end_date", "Lodged at that moment or before."),
            ("status", "open or closed."),
            ("updated_after", "Changed after that moment."),
            ("updated_before", "Changed before that moment."),
            PAGE,
            ("page_size", "How many at once, at most 1,000."),
        ),
    ),
    "open311/v2/requests/<str:service_request_id>.<georeport_form:form>": Address(
        BETWEEN, "getRequest", "Open311: one of them.", (JSON, XML)
    ),
    "open311/v2/tokens/<str:open311_token>.<georeport_form:form>": Address(
        BETWEEN, "getToken", "Open311: the number of what was lodged, once it has one.", (JSON, XML)
    ),
    "figures.json": Address(COUNTED, "getFigures", "Figures of all chats, by month.", (JSON,), schema="Figures"),
    "figures.csv": Address(COUNTED, "getFiguresTable", "The same as a table.", (CSV,)),
    "wards/<int:number>/figures.json": Address(
        COUNTED, "getWardFigures", "Figures of a ward's chats, by month.", (JSON,), schema="Figures"
    ),
    "wards/<int:number>/figures.csv": Address(COUNTED, "getWardFiguresTable", "The same as a table.", (CSV,)),
    "matters/figures.json": Address(
        COUNTED, "getMatterFigures", "Figures of a ward's complaints.", (JSON,), (WARD,), ("ward",), schema="Figures"
    ),
    "matters/figures.csv": Address(
        COUNTED, "getMatterFiguresTable", "The same as a table.", (CSV,), (WARD,), ("ward",)
    ),
    "promises/figures/<year:year>.json": Address(
        COUNTED, "getPromiseFigures", "Figures of a year's promises.", (JSON,), (WARD, FIGURES_UNTIL), schema="Document"
    ),
    "promises/figures/<year:year>.csv": Address(
        COUNTED, "getPromiseFiguresTable", "The same as a table.", (CSV,), (WARD, FIGURES_UNTIL)
    ),
    "promises/figures/<year:year>.zip": Address(
        COUNTED,
        "getPromiseFiguresProof",
        "The figures with the sealed months that they were counted from.",
        (ZIP,),
        (WARD, FIGURES_UNTIL),
        ("ward", "until"),
    ),
    "ledger.json": Address(
        COUNTED, "getLedger", "Every decision of the moderators.", (JSON,), (WARD, MONTH, PAGE), schema="Ledger"
    ),
    "ledger.csv": Address(COUNTED, "getLedgerTable", "The same as a table.", (CSV,), (WARD, MONTH, PAGE)),
    "wards/<int:number>/digests/<month:month>.json": Address(
        COUNTED, "getDigest", "What happened in a ward in a month.", (JSON,), (LANGUAGE,), schema="Document"
    ),
    "wards/<int:number>/log/<month:month>.json": Address(
        PROOF, "getWardMonth", "A sealed month of a ward's log.", (JSON,), schema="Document"
    ),
    "boroughs/<str:borough_code>/log/<month:month>.json": Address(
        PROOF, "getBoroughMonth", "A sealed month of a borough's log.", (JSON,), schema="Document"
    ),
    "receipt/<str:code>.proof.json": Address(
        PROOF, "getReceiptProof", "The proof that a question is in its sealed record.", (JSON,), schema="Document"
    ),
    "log/checkpoint": Address(PROOF, "getCheckpoint", "The newest checkpoint of the log, a signed note.", (TEXT,)),
    "log/checkpoint.tsr": Address(
        PROOF, "getTimeStamp", "The time stamp of the newest checkpoint.", ("application/timestamp-reply",)
    ),
    "log/time-stamp-roots.pem": Address(
        PROOF, "getTimeStampRoots", "The certificates by which it is checked.", ("application/x-pem-file",)
    ),
    "log/keys.json": Address(PROOF, "getKeys", "The keys with which the log is signed.", (JSON,), schema="Document"),
    "log/consistency.json": Address(
        PROOF,
        "getConsistencyProof",
        "The proof that a log is the beginning of a later one.",
        (JSON,),
        (("from", "The size of the earlier log."), ("to", "The size of the later one; without it, the newest.")),
        ("from",),
        schema="Consistency",
    ),
    "log/tile/entries/<path:place>": Address(
        PROOF, "getEntries", "A bundle of entries (c2sp.org/tlog-tiles).", (BYTES,)
    ),
    "log/tile/<int:level>/<path:place>": Address(PROOF, "getTile", "A tile of hashes (c2sp.org/tlog-tiles).", (BYTES,)),
    "log/verify.py": Address(PROOF, "getVerifier", "The program that checks a record.", ("text/x-python",)),
    "calendar/borough.ics": Address(DATES, "getCalendar", "The dates of all wards.", (ICAL,), (LANGUAGE,)),
    "calendar/ward-<int:number>.ics": Address(DATES, "getWardCalendar", "The dates of a ward.", (ICAL,), (LANGUAGE,)),
    "wards/<int:number>/calendar.ics": Address(
        DATES, "getWardCalendarShort", "The same, at a shorter address.", (ICAL,), (LANGUAGE,)
    ),
    "calendar/chats/<uuid:chat_session_id>.ics": Address(
        DATES, "getDate", "The date of one chat.", (ICAL,), (LANGUAGE,)
    ),
    "feeds/borough.atom": Address(DATES, "getNews", "News of all wards.", (ATOM,), (LANGUAGE,)),
    "calendar/feed.atom": Address(DATES, "getNewsShort", "The same, at an earlier address.", (ATOM,), (LANGUAGE,)),
    "feeds/ward-<int:number>.atom": Address(DATES, "getWardNews", "News of a ward.", (ATOM,), (KIND_ASKED, LANGUAGE)),
    "wards/<int:number>/feed.atom": Address(
        DATES, "getWardNewsShort", "The same, at a shorter address.", (ATOM,), (KIND_ASKED, LANGUAGE)
    ),
    "feeds/ward-<int:number>.json": Address(
        DATES,
        "getWardJsonFeed",
        "News of a ward as a JSON Feed.",
        ("application/feed+json",),
        (KIND_ASKED, LANGUAGE),
        schema="JsonFeed",
    ),
    "feeds/matters-<int:number>.atom": Address(
        DATES, "getWardMattersFeed", "A ward's complaints and suggestions.", (ATOM,), (LANGUAGE,)
    ),
    "feeds/matter-<matter:matter_number>.atom": Address(
        DATES, "getMatterFeed", "The history of one of them.", (ATOM,), (LANGUAGE,)
    ),
    "feeds/promises-<int:number>.atom": Address(
        DATES, "getWardPromisesFeed", "A ward's promises.", (ATOM,), (LANGUAGE,)
    ),
    "feeds/promise-<promise:promise_number>.atom": Address(
        DATES, "getPromiseFeed", "The history of a promise.", (ATOM,), (LANGUAGE,)
    ),
    "feeds/activities.atom": Address(
        DATES, "getActivitiesFeed", "Work done and planned.", (ATOM,), (*ACTIVITY_FILTERS, LANGUAGE)
    ),
    "feeds/activities-<int:number>.atom": Address(
        DATES, "getWardActivitiesFeed", "Work done and planned in a ward.", (ATOM,), (LANGUAGE,)
    ),
    "api/wards/find": Address(
        LIVE,
        "findWard",
        "The wards that a place (lat and lon) or a PIN may belong to.",
        (JSON,),
        (("lat", "Degrees north, WGS 84."), ("lon", "Degrees east."), ("pin", "A postal code.")),
        schema="FoundWards",
    ),
    "api/openapi.json": Address(LIVE, "getDescription", "This description (OpenAPI 3.1).", (JSON,), schema="Document"),
    "api/asyncapi.json": Address(
        LIVE, "getSocketDescription", "The description of the sockets (AsyncAPI 3.0).", (JSON,), schema="Document"
    ),
    "api/chat/<uuid:chat_session_id>/events": Address(
        LIVE,
        "getEvents",
        "Frames of a chat where sockets do not get through (/api/asyncapi.json).",
        (JSON,),
        (("epoch", "Of the last frame."), ("since", "The last event."), ("wait", "Seconds to wait for news.")),
        is_open=False,
    ),
}

OPEN_ROUTES = frozenset(route for route, address in PROGRAM_ADDRESSES.items() if address.is_open)
