"""The words of the ledger: its decisions, and who made them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DECISION_WORDS = {
    "approved": pgettext_lazy("decision in the ledger", "Accepted"),
    "held": pgettext_lazy("decision in the ledger", "Held for a second look"),
    "declined": pgettext_lazy("decision in the ledger", "Not accepted"),
    "merged": pgettext_lazy("decision in the ledger", "Merged with another"),
    "separated": pgettext_lazy("decision in the ledger", "Taken out of a merge"),
    "reopened": pgettext_lazy("decision in the ledger", "Reopened"),
    "taken_down": pgettext_lazy("decision in the ledger", "Removed"),
    "reports_dismissed": pgettext_lazy("decision in the ledger", "Reports dismissed: the question stays"),
    "muted": pgettext_lazy("decision in the ledger", "A person was paused"),
    "unmuted": pgettext_lazy("decision in the ledger", "A pause was ended"),
    "banned": pgettext_lazy("decision in the ledger", "A person was banned"),
    "appealed": pgettext_lazy("decision in the ledger", "Appeal made"),
    "overridden": pgettext_lazy("decision in the ledger", "Another question than the next was taken"),
    "reread": pgettext_lazy("decision in the ledger", "Read again by another moderator"),
    "correction_accepted": pgettext_lazy("decision in the ledger", "Correction of a question made"),
    "correction_refused": pgettext_lazy("decision in the ledger", "Correction of a question not made"),
    "appeal_decided": pgettext_lazy("decision in the ledger", "Appeal decided"),
    "blurred": pgettext_lazy("decision in the ledger", "Blurred in places"),
    "duty_given": pgettext_lazy("decision in the ledger", "Somebody was given a role"),
    "duty_ended": pgettext_lazy("decision in the ledger", "A role ended"),
    "duty_resumed": pgettext_lazy("decision in the ledger", "The end of a role was taken back"),
    "independence_waived": pgettext_lazy("decision in the ledger", "The rule about the second person was lifted"),
    "redacted": pgettext_lazy("decision in the ledger", "Words were redacted"),
    "codes_printed": pgettext_lazy("decision in the ledger", "Sign-in codes were printed"),
    "codes_counted": pgettext_lazy("decision in the ledger", "Printed sign-in codes of a month"),
}

DECIDED_PART_WORDS = {
    "words": _("Words of a complaint or suggestion"),
    "place": _("Place of a complaint or suggestion"),
    "photo": _("Photo of a complaint or suggestion"),
    "reply": _("Later words about a complaint or suggestion"),
}

APPEAL_WORDS = {
    "waiting": _("Appeal: waits for another moderator, until {day}"),
    "overdue": _("Appeal: overdue since {day}"),
    "upheld": _("Appeal: the decision stands"),
    "overturned": _("Appeal: the decision was overturned"),
    "withdrawn": _("Appeal: withdrawn"),
}
"""Words for an appeal, by its state."""

AGREES_WORDS = {True: _("The two moderators agree."), False: _("The two moderators differ.")}

ROLE_WORDS = {
    "councillor": _("Councillor"),
    "delegate": _("Delegate"),
    "moderator": _("Moderator"),
    "clerk": _("Clerk"),
    "server": _("The server"),
    "clock": _("The server"),
    "operator": _("The operator of the server"),
    "resident": _("The person who asked"),
}
