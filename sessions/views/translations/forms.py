"""The forms of the page for translations."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sessions.contract.limits import MAX_ANSWER_GRAPHEMES, MAX_NAME_GRAPHEMES, MAX_REASON_GRAPHEMES
from sessions.models import TranslationBy
from sessions.refusals import Refused
from sessions.text.labels import LANGUAGE_WORDS
from sessions.text.text_input import MAX_CODE_POINTS_EACH, clean_text
from sessions.views.planning.fields import LineField, PlanningForm

BY_WORDS = {TranslationBy.OFFICE: _("The office of the ward"), TranslationBy.VOLUNTEER: _("A volunteer")}


class WordsField(forms.CharField):
    """Words in several lines, normalised as the domain does it, but here, before anything is locked."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        try:
            return clean_text(text, max_graphemes=MAX_ANSWER_GRAPHEMES) if text else ""
        except Refused as refused:
            raise ValidationError(str(refused.message)) from refused


class TranslationForm(PlanningForm):
    language = forms.ChoiceField(label=_("Into which language"), choices=list(LANGUAGE_WORDS.items()))
    text = WordsField(
        label=_("Translation"),
        strip=False,
        max_length=MAX_ANSWER_GRAPHEMES * MAX_CODE_POINTS_EACH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    by = forms.ChoiceField(label=_("Who translated it"), choices=list(BY_WORDS.items()))
    label = LineField(
        label=_("Name of the volunteer"),
        help_text=_("Everybody can read it. May be left empty."),
        max_graphemes=MAX_NAME_GRAPHEMES,
        required=False,
    )

    public = ("text", "label")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("language", "by"):
            self.fields[name].widget.attrs["class"] = "input input--short"


class WithdrawForm(PlanningForm):
    reason = LineField(
        label=_("Why it is withdrawn"), help_text=_("Everybody can read it."), max_graphemes=MAX_REASON_GRAPHEMES
    )

    public = ("reason",)
