"""Forms whose words everybody will read: where these need a second look, the form comes back with a box to confirm."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions.platform.refusals import Refused
from sessions.platform.text.second_look import why_look_again

CONFIRMED = "confirmed"
PUBLISH_ANYWAY = _("Publish anyway")


class ConfirmingForm(forms.Form):
    """A form that asks for confirmation.

    public: the fields whose words everybody will read; those that a form leaves out do not count.
    """

    public: Collection[str] = ()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        words = [*(given.get(name) or "" for name in self.public_fields()), *self.more_public_words()]
        why = why_look_again.ask(*words) if any(words) else ""
        if why:
            self.fields[CONFIRMED] = forms.BooleanField(label=PUBLISH_ANYWAY, required=False)
            if CONFIRMED not in self.data:
                self.add_error(CONFIRMED, why)
        return given

    def public_fields(self) -> Iterable[str]:
        return self.public

    def more_public_words(self) -> Iterable[str]:
        """Return public words that are sent with the form but are no field of it; bounded in length."""
        return ()


def require_confirmation(sent: Mapping[str, str], words: str) -> None:
    """Check public words that have no ConfirmingForm. Raises Refused second_look unless CONFIRMED is sent, too."""
    why = "" if CONFIRMED in sent else why_look_again.ask(words)
    if why:
        raise Refused("second_look", why)
