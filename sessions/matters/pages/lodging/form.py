"""The form of a complaint or suggestion: what it is, about what, in which words, where, and with which photos."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.chats.calendar.lifecycle.freezes import Freezes
from sessions.city.places.place_form import PlaceChoice, empty_place, read_place_choice
from sessions.city.places.point import Point
from sessions.contract.limits import MAX_QUESTION_GRAPHEMES, MAX_WARD_LENGTH
from sessions.matters.categories import offered_categories
from sessions.matters.lodging.lodging import Lodged, clean_words
from sessions.matters.pages.lodging.kept_photos import Photos
from sessions.models import Activity, Category, MatterKind, Ward
from sessions.models.activities.activity_numbers import read_activity_number
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import id_in
from sessions.platform.text.script_detection import UNKNOWN_LANGUAGE, text_language
from sessions.platform.text.text_input import MAX_CODE_POINTS_EACH, fold_digits

LONGEST_REF, LONGEST_ABOUT = 36, 40
REQUIRED = {"required": _("Choose one.")}


class MatterForm(forms.Form):
    """ref: by which a form that is sent twice makes one complaint. about: the number of an activity that is not so.
    named: it is to stand under the name that the person has chosen."""

    kind = forms.ChoiceField(choices=MatterKind.choices, error_messages=REQUIRED)
    category = forms.ChoiceField(error_messages=REQUIRED)
    text = forms.CharField(
        max_length=MAX_QUESTION_GRAPHEMES * MAX_CODE_POINTS_EACH,
        error_messages={"required": _("Please write something first.")},
    )
    ref = forms.CharField(required=False, max_length=LONGEST_REF)
    about = forms.CharField(required=False, max_length=LONGEST_ABOUT)
    named = forms.BooleanField(required=False)

    def __init__(self, categories: Sequence[Category], *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.categories = categories
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.slug, each.name) for each in categories]

    def clean_text(self) -> str:
        try:
            return clean_words(self.cleaned_data["text"])
        except Refused as refused:
            raise ValidationError(str(refused.message)) from refused

    @property
    def category_row(self) -> Category:
        return next(each for each in self.categories if each.slug == self.cleaned_data["category"])


@dataclass(slots=True)
class Filled:
    """A form as it was filled in. ward: None where its number is none of ours, or not known yet. refusal: of it all.

    about: the activity of which it says that it is not so. begun: "POST" or "GET" where something in it was filled in
    before, and came with this request or in cookies.
    """

    form: MatterForm
    ward: Ward | None
    ward_words: str
    place: PlaceChoice | None
    photos: Photos
    ref: UUID
    about: Activity | None = None
    refusal: Refused | None = None
    is_checked: bool = False
    begun: str = ""

    @property
    def is_valid(self) -> bool:
        has_place_errors = self.place is not None and bool(self.place.errors)
        return self.form.is_valid() and self.ward is not None and not has_place_errors and not self.photos.error

    def lodged(self, *, author: Person | None, **more: Any) -> Lodged:
        """What a valid form lodges."""
        assert self.ward is not None, "a valid form has a ward"
        assert self.place is not None, "and with it a place"
        text = self.form.cleaned_data["text"]
        language = text_language(text)
        lat, lon = self.place.degrees
        return Lodged(
            ward=self.ward,
            kind=self.form.cleaned_data["kind"],
            category=self.form.category_row,
            text=text,
            author=author,
            is_named=self.form.cleaned_data["named"],
            language="" if language == UNKNOWN_LANGUAGE else language,
            lat=lat,
            lon=lon,
            landmark=self.place.landmark,
            photos=self.photos.lodged,
            ref=self.ref,
            about_activity=self.about if self.about is not None and self.ward.is_of(self.about.owner) else None,
            **more,
        )


def read_filled(request: HttpRequest, photos: Photos, *, ward: Ward | None = None) -> Filled:
    """What was posted. ward: where the page has one already."""
    words = request.POST.get("ward", "")[:MAX_WARD_LENGTH]
    found = ward or find_ward(words)
    form = MatterForm(offered_categories(), request.POST)
    form.is_valid()
    return Filled(
        form=form,
        ward=found,
        ward_words=words,
        place=read_place_choice(request.POST, found) if found is not None else None,
        photos=photos,
        ref=id_in(form.cleaned_data.get("ref", "")) or uuid4(),
        about=find_readable_activity(form.cleaned_data.get("about", "")),
        is_checked=True,
        begun="POST",
    )


def begin_filled(
    kept: QueryDict | None, photos: Photos, *, ward: Ward | None, kind: str, about: Activity | None = None
) -> Filled:
    """A form that is shown first: empty, or with what was kept; nothing in it is called wrong.

    about: an activity that is not so; its category and its place are those of the complaint.
    """
    found = (find_ward(kept.get("ward", "")) if kept is not None else None) or ward
    initial: dict[str, Any] = {"kind": kind if kind in MatterKind else MatterKind.COMPLAINT}
    if kept is not None:
        initial = kept.dict()
        about = find_readable_activity(kept.get("about", ""))
    elif about is not None:
        found = about.ward or found
        initial["category"] = about.category.slug if about.category is not None else ""
    form = MatterForm(offered_categories(), initial=initial)
    place = None
    if found is not None:
        place = read_place_choice(kept, found) if kept is not None else place_about(found, about)
    ref = id_in(kept.get("ref", "")) if kept is not None else None
    words, begun = str(found.number) if found is not None else "", "GET" if kept is not None else ""
    return Filled(form, found, words, place, photos, ref or uuid4(), about, begun=begun)


def find_ward(words: str) -> Ward | None:
    """The ward with this number, in any of our digits."""
    number = fold_digits(words[:MAX_WARD_LENGTH]).strip()
    is_number = number.isascii() and number.isdecimal() and len(number) < 6
    return Ward.objects.filter(number=number).first() if is_number else None


def find_readable_activity(number: str) -> Activity | None:
    """The public one with this number, outside of election freezes."""
    rows = Activity.objects.public().select_related("ward__borough", "borough", "category")
    found = rows.filter(number=read_activity_number(number) or "").first()
    return found if found is not None and Freezes(timezone.localdate()).of(found) is None else None


def place_about(ward: Ward, about: Activity | None) -> PlaceChoice:
    """The activity's place if it is of this ward; otherwise the whole ward."""
    choice = empty_place(ward)
    if about is None or about.ward != ward:
        return choice
    choice = replace(choice, landmark=about.landmark)
    if about.lat is not None and about.lon is not None:
        choice = replace(choice, pinned=Point.rounded(float(about.lat), float(about.lon)))
    return choice
