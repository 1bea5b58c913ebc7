"""The forms of the page for translations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions.city.pages.planning.fields import LineField, PlanningForm, WordsField
from sessions.contract.limits import MAX_ANSWER_GRAPHEMES, MAX_NAME_GRAPHEMES, MAX_REASON_GRAPHEMES
from sessions.models import TranslationBy
from sessions.platform.text.labels import LANGUAGE_WORDS

BY_WORDS = {TranslationBy.OFFICE: _("The office of the ward"), TranslationBy.VOLUNTEER: _("A volunteer")}


class TranslationForm(PlanningForm):
    language = forms.ChoiceField(label=_("Into which language"), choices=list(LANGUAGE_WORDS.items()))
    text = WordsField(
        label=_("Translation"),
        strip=False,
        max_graphemes=MAX_ANSWER_GRAPHEMES,
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
