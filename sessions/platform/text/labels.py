"""The words on screen for states, kinds, offices and reasons, for pages, scripts and messages alike."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sessions.contract.close_codes import Close
from sessions.contract.overrides import OverrideReason
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.contract.reasons import Reason, ReportReason
from sessions.contract.redaction_grounds import MODERATED, RedactionGround
from sessions.contract.topics import Topic

OUTCOME_WORDS = {
    "waiting": pgettext_lazy("state of a question", "Waiting"),
    "waiting_again": pgettext_lazy("state of a question", "Waiting"),
    "held": pgettext_lazy("state of a question", "Held for a second look"),
    "held_again": pgettext_lazy("state of a question", "Held for a second look"),
    "queued": pgettext_lazy("state of a question", "In the queue"),
    "queued_in_place": pgettext_lazy("state of a question", "In the queue"),
    "queued_in_part": pgettext_lazy("state of a question", "In the queue again"),
    "on_floor": pgettext_lazy("state of a question", "Being answered now"),
    "answered": pgettext_lazy("state of a question", "Answered"),
    "on_notice": pgettext_lazy("state of a question", "Written answer promised"),
    "declined": pgettext_lazy("state of a question", "Not accepted"),
    "withdrawn": pgettext_lazy("state of a question", "Withdrawn"),
    "withdrawn_too": pgettext_lazy("state of a question", "Withdrawn"),
    "merged": pgettext_lazy("state of a question", "Merged with another"),
    "removed": pgettext_lazy("state of a question", "Removed by a moderator"),
    "not_read": pgettext_lazy("state of a question", "Not read in time"),
    "not_decided": pgettext_lazy("state of a question", "Not decided in time"),
    "in_part": pgettext_lazy("state of a question", "Answered in part"),
    "not_reached": pgettext_lazy("state of a question", "Not reached"),
    "chat_cancelled": pgettext_lazy("state of a question", "Chat cancelled"),
}
"""Words by outcome of a question (sessions/models/outcomes.py); every state is an outcome, too."""

REPORT_WORDS = {
    ReportReason.PERSONAL_DATA: _("It shows somebody’s personal data"),
    ReportReason.THREAT: _("It threatens somebody, or calls for violence"),
    ReportReason.ATTACK: _("It insults or accuses somebody"),
    ReportReason.OTHER: _("Something else"),
}

HISTORY_WORDS = {
    "asked": _("Asked"),
    "queued": _("Put in the queue"),
    "held": _("Held for a second look"),
    "declined": _("Not accepted"),
    "reopened": _("Reopened: it waits again"),
    "removed": _("Removed by a moderator"),
    "merged": _("Merged with another"),
    "separated": _("Taken out of the merge: it stands for itself again"),
    "waiting": _("Waiting again: the other question is gone"),
    "withdrawn": _("Withdrawn"),
    "on_floor": _("Taken"),
    "returned": _("Back in the queue"),
    "in_part": _("Answered in part"),
    "answered": _("Answered"),
    "on_notice": _("Written answer promised"),
    "appealed": _("Appeal made"),
    "appeal_upheld": _("Appeal: the decision stands"),
    "appeal_overturned": _("Appeal: the decision was overturned"),
    "appeal_withdrawn": _("Appeal: withdrawn"),
    "correction_asked": _("Correction asked for"),
    "correction_accepted": _("Correction accepted"),
    "correction_refused": _("Correction not accepted"),
}
"""Words by step of a question's history (sessions/chats/questions/history.py)."""

OUTCOME_EXPLANATIONS = {
    "waiting": _("It is saved. A moderator reads it next; until then nobody else sees its words."),
    "waiting_again": _("The question that it was merged with has left the queue. A moderator reads this one next."),
    "held": _("A moderator wants to look at it again. Nobody else sees its words."),
    "held_again": _(
        "The question that it was merged with has left the queue. A moderator wants to look at this one again."
    ),
    "queued": _("Everybody can read and support it. A published rule decides which question comes next."),
    "queued_in_place": _(
        "The question that it was merged with has left the queue. This one has taken its place in the queue, with all "
        "its supporters."
    ),
    "queued_in_part": _("Part of the answer is given. The rest follows when the question is taken again."),
    "on_floor": _("It is being answered now."),
    "answered": _("The answer is published and stays in the record."),
    "on_notice": _("It could not be answered at once."),
    "declined": _("It was not put to the councillor. The reason is public, the words are not."),
    "withdrawn": _("The person who asked has withdrawn it."),
    "withdrawn_too": _("The question that it was merged with has left the queue, and this one with it."),
    "merged": _("Another question asks the same. Everybody who supports this one counts there."),
    "removed": _("A moderator took it down. The reason is public, the words no longer are."),
    "not_read": _(
        "The chat ended before a moderator had read it. Such a question comes first in the ward’s next chat, once."
    ),
    "not_decided": _(
        "A moderator wanted to look at it again, and the chat ended before that. It can be asked again in the next "
        "chat."
    ),
    "in_part": _("Answered in part; the chat ended before it was taken again. It stays in the record."),
    "not_reached": _("The chat ended before it was taken. It stays in the record."),
    "chat_cancelled": _("The chat was cancelled. It can be asked again in the next chat."),
}

APART_WORDS = {
    ("held", "crowd"): _(
        "Your support is saved but set aside: very many new accounts came from one network. It will count once the "
        "ward office has checked it."
    ),
    ("not_counted", "crowd"): _(
        "Your support is saved but does not count: the ward office decided that the new accounts from your network "
        "belong to one person. Ask there for a printed code."
    ),
    ("not_counted", "email"): _(
        "Your support is saved but does not count: here it counts only if you sign in by phone or printed code, and "
        "you signed in by e-mail. The ward office has printed codes."
    ),
    ("not_counted", "number"): _(
        "Your support is saved but does not count: as many people as allowed already use the same number or mailbox. "
        "The ward office has printed codes."
    ),
}
"""Words for a person whose support does not count, or not yet; keys: the support's standing and the reason."""

ANSWERED_WORDS: dict[str, Promise] = {
    "yes": pgettext_lazy("state of a question", "Answered"),
    "promised": pgettext_lazy("state of a question", "Written answer promised"),
    "no": _("Without an answer"),
}
"""Words by value of the search's filter (sessions/record/search/filters.py)."""

QUESTION_KIND_WORDS = {"question": _("Question"), "complaint": _("Complaint"), "suggestion": _("Suggestion")}

CHAT_SESSION_WORDS = {
    "planned": pgettext_lazy("state of a chat", "Planned"),
    "scheduled": pgettext_lazy("state of a chat", "Announced"),
    "live": pgettext_lazy("state of a chat", "Live now"),
    "closed": pgettext_lazy("state of a chat", "Closed"),
    "cancelled": pgettext_lazy("state of a chat", "Cancelled"),
    "sealed": pgettext_lazy("state of a chat", "Closed"),
}

OCCASION_WORDS = CHAT_SESSION_WORDS | {
    "suspended": pgettext_lazy("state of a chat", "Suspended"),
    "waiting": pgettext_lazy("state of a chat", "Waiting for a date"),
}
"""Words by state of a calendar entry, which can be suspended or waiting, too."""

LANGUAGE_WORDS = dict(settings.LANGUAGES)

OFFICE_WORDS = {
    "councillor": _("Councillor"),
    "coordinator": _("Co-ordinator"),
    "administrator": _("Administrator"),
    "vacant": _("Vacant"),
    "delegate": _("Delegate"),
    "official": _("Official"),
}
"""Words by office, and by duty of the people who answer in place of an officeholder or together with them."""

REASON_WORDS: dict[str, Promise] = {
    Reason.OFF_TOPIC: _("Not about the ward or the borough"),
    Reason.ALREADY_ASKED: _("Already asked or answered"),
    Reason.PERSONAL_DATA: _("Names a private person or shows personal data"),
    Reason.PRIVATE_DISPUTE: _("A private or land dispute"),
    Reason.ATTACK: _("Attacks a person or a group"),
    Reason.NOT_UNDERSTANDABLE: _("Cannot be understood as it stands"),
    Reason.CAMPAIGN: _("Campaigning for or against a party"),
    Reason.OUT_OF_COMPETENCE: _("Outside what the corporation can decide"),
}

GROUND_WORDS: dict[str, Promise] = {
    RedactionGround.COURT_ORDER: pgettext_lazy("ground of a redaction", "A court’s order"),
    RedactionGround.PERSONAL_DATA: pgettext_lazy("ground of a redaction", "Personal data"),
    RedactionGround.ERROR: pgettext_lazy("ground of a redaction", "Published by mistake"),
    MODERATED: pgettext_lazy("ground of a redaction", "Removed by a moderator"),
}

WORDS_REMOVED = _("These words were removed.")
"""Words in place of an answer that was removed with its question."""

SEALED_EARLY = _("The operator of this server sealed this record before the time for corrections was over.")

OWED_TITLE = _("Owed from last time")
OWED_OUTCOME_WORDS: dict[str, Promise] = {
    OwedOutcome.KEPT: _("Kept, says the office"),
    OwedOutcome.NEW_DAY: _("A new day"),
    OwedOutcome.BROKEN: _("Not kept, says the office"),
}
OWED_OPEN, OWED_LEFT_OPEN = _("Not answered yet"), _("Not answered in this chat")
"""Words for a promise that the office has not spoken about: during the chat, and after it."""

TOMBSTONE = _("These words were redacted on {day}. Ground: {ground}. By order of: {authority}")

REMOVED_LINE = _("A moderator removed this question: {reason}")

REASON_EXPLANATIONS: dict[str, Promise] = {
    Reason.OFF_TOPIC: _(
        "The chat is about the ward: its drains, water, lights, roads, parks, taxes, health and the like."
    ),
    Reason.ALREADY_ASKED: _("The same question is in the queue or was answered. Support that one instead."),
    Reason.PERSONAL_DATA: _(
        "Phone numbers, addresses, identity numbers and names of private persons are never published."
    ),
    Reason.PRIVATE_DISPUTE: _("Disputes over land, rent or family are for the courts or the police."),
    Reason.ATTACK: _(
        "Insults, threats and words against a community are not accepted. Hard questions about the work are."
    ),
    Reason.NOT_UNDERSTANDABLE: _("The moderator could not tell what is being asked. Please put it in other words."),
    Reason.CAMPAIGN: _("The chat is for all residents. It is not a place to ask for votes."),
    Reason.OUT_OF_COMPETENCE: _("Another authority decides on this, for example the State, the railway or the police."),
}

CLOSE_WORDS: dict[Close, Promise] = {
    Close.SIGN_IN: _("You were signed out. Please sign in again."),
    Close.FORBIDDEN: _("You may no longer see this."),
    Close.NOT_FOUND: _("This chat no longer exists."),
    Close.TOO_MANY_TABS: _("You have this chat open in too many tabs. Close some and reload."),
    Close.OUTDATED: _("There is a newer version of this page. Please reload."),
}
"""Why a page is no longer connected, and will not be by itself."""

TOPIC_WORDS: dict[str, Promise] = {
    Topic.WATER: pgettext_lazy("topic", "Drinking water"),
    Topic.DRAINAGE: pgettext_lazy("topic", "Drains and waterlogging"),
    Topic.ROADS: pgettext_lazy("topic", "Roads and pavements"),
    Topic.LIGHTS: pgettext_lazy("topic", "Street lights"),
    Topic.WASTE: pgettext_lazy("topic", "Waste and cleaning"),
    Topic.HEALTH: pgettext_lazy("topic", "Health and mosquitoes"),
    Topic.BUILDINGS: pgettext_lazy("topic", "Buildings and building permits"),
    Topic.PARKS: pgettext_lazy("topic", "Parks, ponds and trees"),
    Topic.PAPERS: pgettext_lazy("topic", "Certificates, tax and benefits"),
    Topic.OTHER: pgettext_lazy("topic", "Something else"),
}

OVERRIDE_WORDS: dict[str, Promise] = {
    OverrideReason.URGENT: pgettext_lazy("why another question was taken", "It is urgent"),
    OverrideReason.SAME_SUBJECT: pgettext_lazy("why another question was taken", "It belongs to the last question"),
    OverrideReason.GUEST_HERE: pgettext_lazy("why another question was taken", "The official for it is here now"),
    OverrideReason.ASKER_LEAVES: pgettext_lazy("why another question was taken", "The person who asked has to leave"),
    OverrideReason.NOT_READY: pgettext_lazy("why another question was taken", "Facts for the next are missing"),
    OverrideReason.UNSTATED: pgettext_lazy("why another question was taken", "No reason was given"),
}

PLACE_REASON_WORDS: dict[str, Promise] = {
    "first_time": pgettext_lazy("why a question has its place", "first-time asker"),
    "answered": pgettext_lazy("why a question has its place", "you have been answered: after those who have not"),
    "own_earlier": pgettext_lazy("why a question has its place", "after your other question"),
    "behind": pgettext_lazy("why a question has its place", "after all others: your support does not count here"),
}

_FAIR = pgettext_lazy(
    "order of the queue",
    "People who have not been answered come first. Support, a first question and waiting count. Every fifth place "
    "is drawn by lot.",
)
_FAIR_QUIET = pgettext_lazy(
    "order of the queue",
    "People who have not been answered come first. Support, a first question and waiting count. Every fifth place "
    "is drawn by lot. How many support a question is shown after the chat.",
)
ORDER_WORDS: dict[str, Promise] = {
    "backing": pgettext_lazy("order of the queue", "Most supported first, then oldest."),
    "fair-1": _FAIR,
    "fair-1-quiet": _FAIR_QUIET,
    "fair-2": _FAIR,
    "fair-2-quiet": _FAIR_QUIET,
    "fair-3": _FAIR,
    "fair-3-quiet": _FAIR_QUIET,
}
"""Short words by policy (sessions/ordering/policies.py); /about/#order has the rest."""

BY_LOT = _("Drawn by lot")
BEFORE_ITS_TURN = _("Taken before its turn: {reason}")


def how_taken(*, by_lot: bool, override: str) -> str:
    """How a question was taken, where it was not simply the next; otherwise blank."""
    if override:
        return str(BEFORE_ITS_TURN).format(reason=OVERRIDE_WORDS.get(override, override))
    return str(BY_LOT) if by_lot else ""
