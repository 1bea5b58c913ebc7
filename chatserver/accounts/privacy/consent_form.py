"""The form under the notice: the person is an adult, chooses a name, and agrees."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chatserver.accounts.models import User
from chatserver.accounts.names.labels import choose_label
from sessions.city.people import consents
from sessions.contract.limits import MAX_LABEL_LENGTH
from sessions.platform.refusals import Refused

WARD, OWN = "ward", "own"


class ConsentForm(forms.Form):
    """Valid only for a person who says that they are an adult and who saw the present version of the notice.

    shown: WARD, for the ward alone, or OWN, for a name of the person's own, which becomes the label. keep: also after
    the next chat.
    """

    adult = forms.BooleanField(required=False)
    shown = forms.ChoiceField(choices=[(WARD, WARD), (OWN, OWN)])
    label = forms.CharField(required=False, max_length=MAX_LABEL_LENGTH)
    keep = forms.BooleanField(required=False)
    version = forms.CharField(max_length=12)
    language = forms.CharField(max_length=8)

    def __init__(self, person: User, *arguments: Any, **named: Any) -> None:
        self._person = person
        super().__init__(*arguments, **named)

    @classmethod
    def initial_of(cls, person: User) -> dict[str, Any]:
        return {"shown": WARD, "label": person.label}

    def clean_adult(self) -> bool:
        if not self.cleaned_data["adult"]:
            raise ValidationError(_("Only people aged 18 or over can ask. Everybody can read."))
        return True

    def clean_label(self) -> str:
        if self.cleaned_data.get("shown") != OWN:
            return ""
        text: str = self.cleaned_data["label"]
        if not text.strip():
            raise ValidationError(_("Enter the name here, or choose to show only your ward."))
        try:
            return choose_label(self._person, text)
        except Refused as no:
            raise ValidationError(str(no.message)) from no

    def clean_version(self) -> str:
        version: str = self.cleaned_data["version"]
        if version != consents.NOTICE_VERSION:
            raise ValidationError(_("The privacy notice has changed in the meantime. Please read it again."))
        return version
