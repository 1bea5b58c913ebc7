"""The words of the room's stage, and of the bar that always says what is going on."""

from typing import Any

from django.utils.translation import gettext as _


def stage_words() -> dict[str, Any]:
    """The words above and below the question on the stage, and in the bar that leads to it."""
    return {
        "now": _("Being answered now"),
        "last": _("Last answer"),
        "coming": _("The answer appears here as it is sent."),
        "next": _("Now: {text}"),
        "bar": {
            "now": _("Now:"),
            "mine": _("Your question:"),
            "answering": _("answering"),
            "scheduled": _("Not begun"),
            "soon": _("Next question soon"),
            "idle": _("Nothing is waiting. Ask one."),
            "over": _("The chat is over"),
            "record": _("Record"),
            "cancelled": _("This chat was cancelled"),
        },
        "empty": {
            "scheduled": _("The chat has not opened yet. You can already ask and support questions."),
            "soon": _("The next question will be taken soon."),
            "idle": _("Nothing is waiting. Ask one."),
            "over": _("The chat is over."),
            "cancelled": _("This chat was cancelled."),
        },
    }
