"""What happens next with a complaint or suggestion, in a sentence for the person who lodged it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.models import Matter, MatterState

NEXT_WORDS: dict[str, str | Promise] = {
    MatterState.WAITING: _(
        "A moderator reads it within one working day. Then everybody can read it, and the ward office has to answer."
    ),
    MatterState.HELD: _("A second moderator looks at it."),
    MatterState.DECLINED: _("It does not become public. You can send it again in other words."),
    MatterState.OPEN: _("The ward office says next who does the work, and by when."),
    MatterState.ACKNOWLEDGED: _("The office has taken it up. It says here when something happens."),
    MatterState.PLANNED: _("The work has a date. It says here when something happens."),
    MatterState.IN_PROGRESS: _("The work has begun."),
    MatterState.TRANSFERRED: _("Another office has it now. The ward office goes on asking for it."),
    MatterState.CLAIMED_DONE: _("The office says that it is done. Please look, and say whether that is so."),
    MatterState.DONE_UNCONFIRMED: _("The office says that it is done. You can still say whether that is so."),
    MatterState.HALF_DONE: _("You said that it is half done. It goes on."),
    MatterState.DISPUTED: _("You said that it is not done. The next higher office has to look at it."),
    MatterState.UNDER_REVIEW: _("The office looks at your suggestion."),
    MatterState.ACCEPTED: _("The office wants to do it. It says here when something happens."),
    MatterState.MERGED: _("It goes on with the other one."),
}
"""Nothing comes next in the other states."""

ASKED = _("The office has a question for you. Its time stands still until you answer.")


def next_words(matter: Matter) -> str | Promise:
    """Blank where nothing is to come."""
    return ASKED if matter.clock_stopped_on is not None else NEXT_WORDS.get(matter.state, "")
