"""The form in which an office says what it did or plans: words by language, day, place, money, what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, override

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sessions.activities.answered_matters import LONGEST_LIST_OF_NUMBERS, Answered, answered_by_activity, read_answers
from sessions.activities.facts import HTTPS, LONGEST_ACTIVITY_LINK, ActivityFacts, read_source_link
from sessions.activities.public.filters import DONE, PLANNED
from sessions.activities.rupees import LONGEST_AMOUNT, plain_rupees, read_rupees
from sessions.city.pages.planning.fields import DayField, LineByLanguage, LineField, PlanningForm, WordsField
from sessions.contract.limits import (
    MAX_ACTIVITY_TEXT_GRAPHEMES,
    MAX_ACTIVITY_TITLE_GRAPHEMES,
    MAX_AGENCY_GRAPHEMES,
    MAX_CODE_POINTS_EACH,
    MAX_LANDMARK_GRAPHEMES,
)
from sessions.models import Activity, Borough, Category, Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import as_fields, codes_to_fill_in, direction_of, language_name, own_name

KINDS: list[tuple[str, str | Promise]] = [(DONE, _("It is done")), (PLANNED, _("It is planned"))]


@dataclass(frozen=True, slots=True)
class WordsByLanguage(LineByLanguage):
    """Words by language, of several lines each; the base has one line each."""

    def _field(self, code: str, *, is_first: bool) -> LineField:
        return WordsField(
            label=str(self.label).format(language=language_name(code)),
            max_graphemes=self.max_graphemes,
            required=self.is_required and is_first,
            widget=forms.Textarea(attrs={"lang": code, "dir": direction_of(code), "rows": 5}),
        )


@dataclass(frozen=True, slots=True)
class LanguagePair:
    """The fields of one language; name: in itself."""

    code: str
    name: str
    title: forms.BoundField
    text: forms.BoundField

    @property
    def is_filled(self) -> bool:
        return bool(self.title.value() or self.text.value() or self.title.errors or self.text.errors)


class ActivityForm(PlanningForm):
    """The form of an activity. owner: of whom it is; what it answers has to be of the same."""

    parts: Mapping[str, str] = {
        name: name for name in ("on_day", "source_link", "answers", *as_fields("title", {}), *as_fields("text", {}))
    }
    public = ("budget_line",)
    by_language: Mapping[str, LineByLanguage] = {
        "title": LineByLanguage(_("Title in {language}"), MAX_ACTIVITY_TITLE_GRAPHEMES, is_required=False),
        "text": WordsByLanguage(_("Words in {language}"), MAX_ACTIVITY_TEXT_GRAPHEMES, is_required=False),
    }

    kind = forms.ChoiceField(label=_("Is it done or planned?"), choices=KINDS, widget=forms.RadioSelect)
    on_day = DayField(label=_("Day"), help_text=_("When it was done, or for when it is planned."))
    category = forms.ChoiceField(label=_("Category"), required=False)
    amount = forms.CharField(
        label=_("Amount in rupees"),
        help_text=_("What it cost or may cost, such as 1,25,000. Leave it blank if it is not known."),
        required=False,
        max_length=LONGEST_AMOUNT,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input input--short", "autocomplete": "off"}),
    )
    budget_line = LineField(label=_("Budget line"), required=False, max_graphemes=MAX_AGENCY_GRAPHEMES)
    source_link = forms.CharField(
        label=_("Source"),
        help_text=format_lazy(
            _("The web address of a tender, an order or a report; it begins with {start}."), start=HTTPS
        ),
        required=False,
        max_length=LONGEST_ACTIVITY_LINK,
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr", "autocomplete": "off"}),
    )
    answers = forms.CharField(
        label=_("What it answers"),
        help_text=_(
            "Numbers of complaints, suggestions and promises, with commas between them: 95-2027-0143, 95-P-2027-12."
        ),
        required=False,
        max_length=LONGEST_LIST_OF_NUMBERS,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, owner: Ward | Borough, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.categories = {each.slug: each for each in Category.objects.all()}
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("None of these")), *((each.slug, each.name) for each in self.categories.values())]

    @override
    def more_public_words(self) -> list[str]:
        """The landmark is read with the map (placing.py)."""
        return [str(self.data.get("place_landmark", ""))[: MAX_LANDMARK_GRAPHEMES * MAX_CODE_POINTS_EACH]]

    def clean_amount(self) -> int | None:
        return _checked(lambda: read_rupees(self.cleaned_data["amount"]))

    def clean_source_link(self) -> str:
        return _checked(lambda: read_source_link(self.cleaned_data["source_link"]))

    def clean_answers(self) -> Answered:
        return _checked(lambda: read_answers(self.cleaned_data["answers"], self.owner))

    @property
    def pairs(self) -> list[LanguagePair]:
        """The reader's own language first."""
        own = (get_language() or "").partition("-")[0]
        codes = sorted(codes_to_fill_in(), key=lambda code: code != own)
        return [LanguagePair(code, own_name(code), self[f"title_{code}"], self[f"text_{code}"]) for code in codes]

    def facts(self, *, place: Mapping[str, Any]) -> ActivityFacts:
        """The facts that a valid form says; place: lat, lon and landmark."""
        given = self.cleaned_data
        return ActivityFacts(
            titles=self.words_of("title"),
            texts=self.words_of("text"),
            is_planned=given["kind"] == PLANNED,
            on_day=given["on_day"],
            category=self.categories.get(given["category"]),
            budget_line=given["budget_line"],
            amount_paise=given["amount"],
            source_link=given["source_link"],
            answered=given["answers"],
            **place,
        )


def initial_of_activity(activity: Activity) -> dict[str, Any]:
    """What the form of an activity is filled in with."""
    return {
        "kind": PLANNED if activity.is_planned else DONE,
        "on_day": activity.on_day,
        "category": activity.category.slug if activity.category is not None else "",
        "amount": plain_rupees(activity.amount_paise),
        "budget_line": activity.budget_line,
        "source_link": activity.source_link,
        "answers": ", ".join(answered_by_activity(activity).numbers),
        **as_fields("title", activity.titles),
        **as_fields("text", activity.texts),
    }


def _checked[T](read: Callable[[], T]) -> T:
    try:
        return read()
    except Refused as refused:
        raise ValidationError(str(refused.message)) from refused
