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
from sessions.contract.limits import MAX_CODE_POINTS_EACH, MAX_QUESTION_GRAPHEMES, MAX_WARD_LENGTH
from sessions.matters.categories import offered_categories
from sessions.matters.lodging.lodging import NewMatter
from sessions.matters.pages.lodging.kept_photos import Photos
from sessions.models import Activity, Category, MatterKind, Ward
from sessions.models.activity_numbers import read_activity_number
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import id_in
from sessions.platform.text.script_detection import known_language
from sessions.platform.text.text_input import CleanText, clean_text, fold_digits

LONGEST_REF, LONGEST_ABOUT = 36, 40
REQUIRED = {"required": _("Choose one.")}


class MatterForm(forms.Form):
    """The form of a complaint.

    ref: by which a form that is sent twice makes one complaint. about: the number of an activity that is not so. named:
    it is to stand under the name that the person has chosen.
    """

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

    def clean_text(self) -> CleanText:
        try:
            return clean_text(self.cleaned_data["text"])
        except Refused as refused:
            raise ValidationError(str(refused.message)) from refused

    @property
    def category_row(self) -> Category:
        return next(each for each in self.categories if each.slug == self.cleaned_data["category"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as it was filled in. ward: None where its number is none of ours, or not known yet. refusal: of it all.

    new: what it lodges, without its author; None while anything in it is wrong, or nothing was checked. about: the
    activity of which it says that it is not so. begun: "POST" or "GET" where something in it was filled in before, and
    came with this request or in cookies.
    """

    form: MatterForm
    ward: Ward | None
    ward_words: str
    place: PlaceChoice | None
    photos: Photos
    ref: UUID
    about: Activity | None = None
    new: NewMatter | None = None
    refusal: Refused | None = None
    is_checked: bool = False
    begun: str = ""


def read_filled(request: HttpRequest, photos: Photos, *, ward: Ward | None = None) -> Filled:
    """What was posted, parsed once. ward: where the page has one already."""
    words = request.POST.get("ward", "")[:MAX_WARD_LENGTH]
    found = ward or find_ward(words)
    form = MatterForm(offered_categories(), request.POST)
    form.is_valid()
    filled = Filled(
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
    return replace(filled, new=_new_matter(filled))


def _new_matter(filled: Filled) -> NewMatter | None:
    """What the checked form lodges; None where a part of it has an error."""
    ward, place, values = filled.ward, filled.place, filled.form.cleaned_data
    if ward is None or place is None or place.errors or filled.form.errors or filled.photos.error:
        return None
    lat, lon = place.degrees
    return NewMatter(
        ward=ward,
        kind=values["kind"],
        category=filled.form.category_row,
        text=values["text"],
        is_named=values["named"],
        language=known_language(values["text"]),
        lat=lat,
        lon=lon,
        landmark=place.landmark,
        photos=filled.photos.lodged,
        ref=filled.ref,
        about_activity=filled.about if filled.about is not None and ward.is_of(filled.about.owner) else None,
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
    return Filled(
        form=form,
        ward=found,
        ward_words=words,
        place=place,
        photos=photos,
        ref=ref or uuid4(),
        about=about,
        begun=begun,
    )


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
    choice = replace(choice, landmark=CleanText(about.landmark))
    if about.lat is not None and about.lon is not None:
        choice = replace(choice, pinned=Point.rounded(float(about.lat), float(about.lon)))
    return choice
