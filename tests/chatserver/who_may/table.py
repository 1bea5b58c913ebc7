"""Who may do what: one line for each address and each command. A test fails for one without a line.

An audience says who is let in; all others are told to sign in, to prove a second factor, are refused, or find nothing.
"""

from enum import StrEnum

from sessions.models import Duty


class Audience(StrEnum):
    EVERYBODY = "everybody"
    READERS = "everybody who is not banned from the ward's chats"
    NOBODY = "nobody: it takes a secret that only the person has"
    SIGNED_IN = "everybody who is signed in"
    PROVEN = "everybody who has proven a second factor"
    STAFF = "everybody with a duty in that ward"
    DESK = "the same, without officials, who only answer when called"
    CLERKS = "the clerks of any ward"
    MODERATORS = "the moderators of any ward"
    MODERATORS_THERE = "the moderators of that ward; to other moderators it does not exist"
    OWING = "the holders of offices, their delegates and officials, and clerks, of any ward"
    ENTERING = "the clerks and moderators of any ward"
    CLERKS_THERE = "the clerks of that ward; to other clerks it does not exist"
    ADMINISTRATORS = "the administrators of the website"
    DOMAIN_ONLY = "no administrator either: only the domain writes here"


E, S, C, T, N, D = (
    Audience.EVERYBODY,
    Audience.SIGNED_IN,
    Audience.CLERKS,
    Audience.CLERKS_THERE,
    Audience.NOBODY,
    Audience.DOMAIN_ONLY,
)

ROUTES: dict[str, Audience] = {
    # the server
    "healthz": E,
    "readyz": E,
    "api/asyncapi.json": E,
    "api/openapi.json": E,
    "robots.txt": E,
    "app.webmanifest": E,
    "sw.js": E,
    "offline/": E,
    "offline/next.json": E,
    "share/": S,
    "app/": E,
    ".well-known/security.txt": N,
    # a chat; the commands in it are below
    "api/chat/<uuid:chat_session_id>/commands": E,
    "api/chat/<uuid:chat_session_id>/events": Audience.READERS,
    "chat/<uuid:chat_session_id>/do/": E,
    "chat/<uuid:chat_session_id>/": Audience.READERS,
    "chat/<uuid:chat_session_id>/writing/": Audience.READERS,
    "desk/<uuid:chat_session_id>/": Audience.DESK,
    "desk/matters/": Audience.MODERATORS,
    "desk/matters/<uuid:matter_id>/": Audience.MODERATORS_THERE,
    "desk/matters/<uuid:matter_id>/photos/<uuid:photo_id>/": Audience.MODERATORS_THERE,
    "desk/matters/<uuid:matter_id>/photos/<uuid:photo_id>/blur/": Audience.MODERATORS_THERE,
    "desk/<uuid:chat_session_id>/questions/": Audience.DESK,
    "desk/<uuid:chat_session_id>/asker/": Audience.DESK,
    "desk/<uuid:chat_session_id>/appeals/": Audience.DESK,
    "desk/<uuid:chat_session_id>/rereading/": Audience.DESK,
    "desk/<uuid:chat_session_id>/promises/": Audience.DESK,
    "desk/<uuid:chat_session_id>/record/": Audience.DESK,
    "desk/<uuid:chat_session_id>/reports/": Audience.DESK,
    "desk/<uuid:chat_session_id>/load/": Audience.DESK,
    "desk/<uuid:chat_session_id>/load/numbers/": Audience.DESK,
    "desk/<uuid:chat_session_id>/copies/": Audience.DESK,
    "desk/<uuid:chat_session_id>/copies/groups/": Audience.DESK,
    "floor/<uuid:chat_session_id>/": Audience.STAFF,
    "chat/<uuid:chat_session_id>/read/": Audience.READERS,
    "wall/<uuid:chat_session_id>/": Audience.READERS,
    # signing in
    "sign-in/": E,
    "sign-in/code/": E,
    "sign-in/code/again/": E,
    "sign-in/who/": E,
    "sign-in/passkey/": E,
    "sign-in/password/": E,
    "paper/": E,
    "sign-out/": E,
    "language/": E,
    "invite/": N,
    "invite/<str:token>/": N,
    "demo/sign-in/<str:token>/": N,
    "second-factor/": S,
    "second-factor/set-up/": S,
    "second-factor/keys/": Audience.PROVEN,
    # one's own
    "me/": E,
    "me/consent/": E,
    "me/public-name/": S,
    "me/privacy/": S,
    "me/privacy/data.json": S,
    "me/privacy/withdraw/": S,
    "me/privacy/erase/": S,
    "me/ward/": S,
    "my-chat/": S,
    "my-chat/again/<uuid:question_id>/": S,
    "my": E,
    "my/": E,
    "my/sheet/": E,
    "wards/choose/": E,
    "me/reminders/": S,
    "me/reminders/stop/": S,
    "me/push/": S,
    "me/push/stop/": S,
    "push/changed/": N,
    "news/<str:code>/": S,
    "me/calendar-address/": S,
    "my-ward.ics": S,
    "my-ward/<str:token>.ics": N,
    "stop/<str:code>/": E,
    # written answers that are owed
    "owed/": Audience.OWING,
    "owed/<uuid:question_id>/": Audience.OWING,
    # the office that resolves complaints and suggestions
    "office/": Audience.OWING,
    "office/call-back/": Audience.OWING,
    "office/proposals/": Audience.OWING,
    "office/promises/": Audience.OWING,
    "office/promises/<str:promise_number>/": Audience.OWING,
    # complaints and suggestions
    "matters/new/": E,
    "matters/new/photo/<str:reference>/": N,
    "matters/receipt/": E,
    "promises/receipt/": E,
    "promises/<str:promise_number>/verdict/": N,  # none is promised here
    "matters/from-question/<uuid:question_id>/": S,
    "me/matters/<str:number>/": S,
    "office/enter/": Audience.ENTERING,
    "office/entered/<str:number>/": Audience.ENTERING,
    "office/<str:matter_number>/": Audience.OWING,
    # planning
    "planning/": C,
    "planning/<month:first_on>/": C,
    "planning/<year:year>/": C,
    "planning/announce/": C,
    "planning/borough/": C,
    "planning/closed/": C,
    "planning/conflicts/": C,
    "planning/changes/": C,
    "planning/moves/": C,
    "planning/people/": C,
    "planning/bans/": C,
    "planning/redactions/": C,
    "planning/redactions/new/<uuid:chat_session_id>/": T,
    "planning/redactions/<int:redaction_id>/": T,
    "planning/crowds/": C,
    "planning/printed-codes/": C,
    "planning/printed-codes/<int:batch_id>/revoke/": T,
    "planning/wards/<int:number>/": T,
    "planning/wards/<int:number>/hosts/": T,
    "planning/chats/<uuid:chat_session_id>/": T,
    "planning/closed/<int:closure_id>/": T,
    # public pages
    "": E,
    "about/": E,
    "accessibility/": E,
    "wards/": E,
    "wards/<int:number>/": E,
    "photos/<uuid:photo_id>/<slug:version>.webp": N,
    "wards/<int:number>/log/": E,
    "wards/<int:number>/log/<month:month>.json": N,
    "wards/<int:number>/map.png": N,  # no map of outlines is loaded here
    "wards/<int:number>/calendar/": E,
    "wards/<int:number>/calendar.ics": E,
    "wards/<int:number>/feed.atom": E,
    "wards/<int:number>/poster/<month:first_on>/": E,
    "w/<int:number>": E,
    "w/<int:number>/": E,
    "api/wards/find": E,
    "api/words": E,
    "calendar/": E,
    "calendar/<month:first_on>/": E,
    "calendar/<year:year>/": E,
    "calendar/borough.ics": E,
    "calendar/feed.atom": E,
    "calendar/ward-<int:number>.ics": E,
    "calendar/chats/<uuid:chat_session_id>.ics": E,
    "feeds/borough.atom": E,
    "feeds/ward-<int:number>.atom": E,
    "receipt/": E,
    "receipt/<str:code>/": E,
    "receipt/<str:code>/appeal/": N,
    "receipt/<str:code>.proof.json": N,
    "ledger/": E,
    "ledger.json": E,
    "ledger.csv": E,
    "figures/": E,
    "figures.json": E,
    "figures.csv": E,
    "wards/<int:number>/figures/": E,
    "wards/<int:number>/figures.json": E,
    "wards/<int:number>/figures.csv": E,
    # complaints and suggestions
    "matters/": E,
    "matters/map/": E,
    "matters/figures/": E,
    "matters/figures.json": E,
    "matters/figures.csv": E,
    "matters/export.csv": E,
    "matters/export.json": E,
    "matters/<matter:matter_number>/": E,
    "matters/<matter:matter_number>/support/": S,
    "matters/<matter:matter_number>/also-here/": S,
    "feeds/matters-<int:number>.atom": E,
    "feeds/matter-<matter:matter_number>.atom": E,
    "records/": E,
    "records/redactions/": E,
    "records/redactions.json": E,
    "records/catalogue.csv": E,
    "records/catalogue.json": E,
    "open311/discovery.<georeport_form:form>": E,
    "open311/v2/services.<georeport_form:form>": E,
    "open311/v2/services/<str:service_code>.<georeport_form:form>": N,
    "open311/v2/requests.<georeport_form:form>": E,  # lodging takes a key
    "open311/v2/requests/<str:service_request_id>.<georeport_form:form>": N,
    "open311/v2/tokens/<str:open311_token>.<georeport_form:form>": N,
    "open311/<path:rest>": N,
    "speakers/": E,
    "speakers/<int:office_id>/": N,
    "sitemap.xml": E,
    "sitemap-<int:file_number>.xml": E,
    "api/records/": E,
    "api/records/<slug:slug>/": N,
    "records/<slug:slug>/": N,
    "records/<slug:slug>/order/": N,
    "log/": E,
    "log/words/": E,
    "log/checkpoint": N,
    "log/tile/entries/<path:place>": N,
    "log/tile/<int:level>/<path:place>": N,
    "log/keys.json": E,
    "log/consistency.json": N,
    "log/verify.py": E,
    "records/<slug:slug>/translations/": N,
    "records/<slug:slug>.translations.json": N,
    "records/<slug:slug>/q/<slug:receipt>/": N,
    "cards/<str:kind>/<str:card_id>/<str:version>.png": N,
    **{f"records/<slug:slug>.{form}": N for form in ("json", "csv", "akn.xml", "pdf", "zip")},
    # the administration: every address below it without a line of its own
    "admin/": Audience.ADMINISTRATORS,
    "admin/logout/": E,
    "admin/autocomplete/": Audience.ADMINISTRATORS,
    "admin/chat_sessions/chatsession/<path:object_id>/delete/": D,
    **{f"admin/chat_sessions/{model}/add/": D for model in ("question", "event", "record")},
    **{f"admin/chat_sessions/{model}/<path:object_id>/delete/": D for model in ("question", "event", "record")},
}

SOCKETS: dict[str, Audience] = {
    "ws/room/<uuid:chat_session_id>/": Audience.READERS,
    "ws/desk/<uuid:chat_session_id>/": Audience.STAFF,
    "": N,
}
"""The last one covers all without a line. Who may enter by either door is tested on a real server (test_door.py)."""

BY_POST: dict[str, Audience] = {"admin/chat_sessions/event/<path:object_id>/change/": D}
"""Addresses where reading and writing have different audiences."""

RESIDENTS = "residents"
"""Residents of that ward who have agreed to the notice where they ask, are not banned, and have no duty there."""

ANSWERING = {"councillor", Duty.DELEGATE}
CALLING = {*ANSWERING, Duty.MODERATOR, Duty.CLERK}

COMMANDS: dict[str, set[str]] = {
    "question.ask": {RESIDENTS},
    "question.withdraw": {RESIDENTS},
    "draft.check": {RESIDENTS},
    "question.back": {RESIDENTS},
    "report": {RESIDENTS},
    "question.appeal": {RESIDENTS},
    "appeal.decide": {Duty.MODERATOR},
    "correction.ask": {RESIDENTS},
    "correction.decide": {Duty.MODERATOR},
    "question.claim": {Duty.MODERATOR},
    "question.release": {Duty.MODERATOR},
    "question.approve": {Duty.MODERATOR},
    "question.unmask": {Duty.MODERATOR},
    "question.hold": {Duty.MODERATOR},
    "question.decline": {Duty.MODERATOR},
    "question.merge": {Duty.MODERATOR},
    "question.undo": {Duty.MODERATOR},
    "question.reopen": {Duty.MODERATOR},
    "question.pass_on": {Duty.MODERATOR},
    "question.note": {Duty.MODERATOR},
    "questions.decline": {Duty.MODERATOR},
    "questions.merge": {Duty.MODERATOR},
    "question.separate": {Duty.MODERATOR},
    "question.reword": {Duty.MODERATOR},
    "notice.post": {Duty.MODERATOR},
    "notice.correct": {Duty.MODERATOR},
    "question.take_down": {Duty.MODERATOR},
    "report.acknowledge": {Duty.MODERATOR},
    "report.dismiss": {Duty.MODERATOR},
    "session.slow": {Duty.MODERATOR},
    "decision.reread": {Duty.MODERATOR},
    "resident.mute": {Duty.MODERATOR},
    "resident.unmute": {Duty.MODERATOR},
    "question.take": {*ANSWERING, Duty.MODERATOR},
    "question.set_topic": {Duty.MODERATOR},
    "question.return": ANSWERING,
    "question.defer": ANSWERING,
    "answer.give": {*ANSWERING, Duty.OFFICIAL},
    "answer.finish": ANSWERING,
    "answer.correct": {*ANSWERING, Duty.OFFICIAL},
    "official.call": CALLING,
    "official.send_back": CALLING,
    "session.open": {Duty.CLERK},
    "session.close": {Duty.CLERK},
    "session.extend": {Duty.CLERK},
    "session.cancel": {Duty.CLERK},
    "resident.ban": {Duty.CLERK},
}
