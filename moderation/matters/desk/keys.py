"""The keyboard shortcuts of the desk between the evenings: those of a chat's desk, as far as it does the same.

Each button has its own in templates/moderation/matters/ or its folder deciding/.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MATTER_DESK_KEYS: tuple[tuple[str, str | Promise], ...] = (
    ("J", _("next in the list")),
    ("K", _("previous in the list")),
    ("N", _("next that nobody has claimed")),
    ("A", _("accept")),
    ("D", _("do not accept: then 1 to 8 for the reason, Enter to confirm, Escape to go back")),
    ("H", _("hold for a second look")),
    ("C", _("claim, or release your claim")),
    ("M", _("join with another: then its number")),
    ("T", _("take down what is public: then 1 to 8 for the reason")),
    ("P", _("pass on to colleagues, because it concerns you")),
    ("O", _("reopen what was not accepted by mistake")),
    ("Z", _("undo the last decision, within half a minute")),
    ("?", _("this list")),
)
