"""The words on screen for states, kinds, offices and reasons; pages, scripts and notes all take them from here."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATE_WORDS = {
    "waiting": pgettext_lazy("state of a question", "Waiting"),
    "held": pgettext_lazy("state of a question", "Held for a second look"),
    "queued": pgettext_lazy("state of a question", "In the queue"),
    "on_floor": pgettext_lazy("state of a question", "On the floor"),
    "answered": pgettext_lazy("state of a question", "Answered"),
    "on_notice": pgettext_lazy("state of a question", "Written answer owed"),
    "declined": pgettext_lazy("state of a question", "Declined"),
    "withdrawn": pgettext_lazy("state of a question", "Withdrawn"),
    "merged": pgettext_lazy("state of a question", "Joined with another"),
}

STATE_EXPLANATIONS = {
    "waiting": _("It is saved. A moderator reads it next; until then nobody else sees its words."),
    "held": _("A moderator wants to look at it again. Nobody else sees its words."),
    "queued": _("Everybody can read and back it. The question with the most backing is taken first."),
    "on_floor": _("It is being answered now."),
    "answered": _("The answer is published and stays in the record."),
    "on_notice": _("It could not be answered on the spot. A written answer is owed by the day named here."),
    "declined": _("It was not put to the councillor. The reason is public, the words are not."),
    "withdrawn": _("The person who asked took it back."),
    "merged": _("Another question asks the same. While it is in the queue, you and your backers count for it."),
}

SUCCESSOR_EXPLANATIONS = {
    "queued": _(
        "The question that yours was joined with was withdrawn. Yours has taken its place in the queue, with everybody "
        "who backed it."
    ),
    "waiting": _("The question that yours was joined with was withdrawn. A moderator reads yours next."),
    "held": _("The question that yours was joined with was withdrawn. A moderator wants to look at yours again."),
    "withdrawn": _("The question that yours was joined with was withdrawn, and yours with it."),
}
"""What these mean for a question that had been joined with one that was withdrawn."""

OVER_EXPLANATIONS = {
    "waiting": _("The chat ended before a moderator had read it."),
    "held": _("A moderator wanted to look at it again, and the chat ended before that."),
    "queued": _("The chat ended before it was taken. It stays in the record."),
    "in_part": _("Answered in part; the chat ended before it was taken again. It stays in the record."),
}
"""What these mean once the chat is over, when nothing waits any more; in_part is a queued question with answers."""

APART_WORDS = {
    ("held", "crowd"): _(
        "Your support is kept, and held apart: very many new accounts came from one network. It counts once the ward "
        "office has looked at it."
    ),
    ("not_counted", "crowd"): _(
        "Your support is kept, but does not count: the ward office took the new accounts of your network for one "
        "person's. Ask there for a printed code."
    ),
    ("not_counted", "email"): _(
        "Your support is kept, but does not count: here support counts by phone or printed code, and you signed in by "
        "e-mail. The ward office has printed codes."
    ),
    ("not_counted", "number"): _(
        "Your support is kept, but does not count: enough others support questions by the same number or mailbox. The "
        "ward office has printed codes."
    ),
}
"""What a person is told whose support does not count, or not yet, by its standing and the reason."""

KIND_WORDS = {"question": _("Question"), "complaint": _("Complaint"), "suggestion": _("Suggestion")}

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
    "waiting": pgettext_lazy("state of a chat", "Waits for a date"),
}
"""The same for a date in the calendar, which can be held up as well."""

OFFICE_WORDS = {
    "councillor": _("Councillor"),
    "coordinator": _("Co-ordinator"),
    "administrator": _("Administrator"),
    "vacant": _("Vacant"),
    "delegate": _("Delegate"),
    "official": _("Official"),
}
"""And of those who answer in an office-holder's place or beside them."""

REASON_WORDS = {
    "off_topic": _("Not about the ward or the borough"),
    "already_asked": _("Already asked or answered"),
    "personal_data": _("Names a private person or shows personal data"),
    "private_dispute": _("A private or land dispute"),
    "attack": _("Attacks a person or a group"),
    "not_understandable": _("Cannot be understood as it stands"),
    "campaign": _("Campaigning for or against a party"),
    "out_of_competence": _("Outside what the corporation can decide"),
}

REASON_EXPLANATIONS = {
    "off_topic": _("The chat is about the ward: its drains, water, lights, roads, parks, taxes, health and the like."),
    "already_asked": _("The same question is in the queue or was answered. Back that one instead."),
    "personal_data": _("Phone numbers, addresses, identity numbers and names of private persons are never published."),
    "private_dispute": _("Quarrels over land, rent or family belong to the courts or the police."),
    "attack": _("Insults, threats and words against a community are refused. Hard questions about the work are not."),
    "not_understandable": _("The moderator could not tell what is being asked. Please put it in other words."),
    "campaign": _("The chat belongs to all residents. It is no place to ask for votes."),
    "out_of_competence": _("Another authority decides on this, for example the State, the railway or the police."),
}
