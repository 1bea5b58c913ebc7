"""The form with one photograph of an activity: prepared and stored before any row is locked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions.activities.photos import add_photo, clean_needed_alt
from sessions.city.pages.planning.fields import DayField, LineField, PlanningForm
from sessions.contract.limits import MAX_ALT_GRAPHEMES, MAX_CODE_POINTS_EACH, MAX_UPLOADED_BYTES
from sessions.models import Activity, PhotoMoment
from sessions.platform.people import Person
from sessions.platform.photos.preparing import read_picture
from sessions.platform.photos.storage import keep_picture
from sessions.platform.refusals import Refused


class PhotoForm(PlanningForm):
    """What a photograph shows has to be said."""

    parts = {"photo": "photo", "alt": "alt", "moment": "moment", "taken_on": "taken_on"}
    public = ("alt",)

    moment = forms.ChoiceField(label=_("When was it taken?"), choices=PhotoMoment.choices, widget=forms.RadioSelect)
    photo = forms.FileField(
        label=_("Photo"),
        help_text=_(
            "JPEG, PNG or WebP, 8 MB in all. The place and all else that a phone writes into a photo is removed. Avoid "
            "faces and number plates."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": _("This file is empty. Choose the photo again.")},
    )
    alt = LineField(
        label=_("What does this photo show?"),
        help_text=_("For those who cannot see it. Without names of persons."),
        max_graphemes=MAX_ALT_GRAPHEMES,
        max_length=MAX_ALT_GRAPHEMES * MAX_CODE_POINTS_EACH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    taken_on = DayField(label=_("Day on which it was taken"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "photo-%s"} | kwargs)


def add_sent_photo(form: PhotoForm, activity: Activity, person: Person) -> bool:
    """Add a valid form's photo; False with the error at its field. A picture that no row names goes after a day."""
    given, file = form.cleaned_data, form.cleaned_data["photo"]
    try:
        alt = clean_needed_alt(given["alt"])
        picture = read_picture(file.read(MAX_UPLOADED_BYTES + 1), claimed=file.content_type or "")
        keep_picture(picture)
        add_photo(activity.pk, picture, person=person, moment=given["moment"], alt=alt, taken_on=given["taken_on"])
    except Refused as refused:
        form.refuse(refused, beside="photo")
        return False
    return True
