"""Which complaints and suggestions the office's list shows, and in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from sessions.matters.resolving.assigning import OfficePeople
from sessions.models import WORK_STATES, Category, Matter, MatterState, Ward
from sessions.platform.people import Person
from sessions.platform.text.digits import digits

WHO = [("", _("Everybody")), ("me", _("Me")), ("nobody", _("Nobody"))]


@dataclass(frozen=True, slots=True)
class OfficeFilter:
    """What the reader chose; an unknown choice chooses nothing. late: only what is overdue."""

    ward: int | None = None
    category: str = ""
    state: str = ""
    who: str = ""
    late: bool = False


class FilterForm(forms.Form):
    ward = forms.ChoiceField(label=_("Ward"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    who = forms.ChoiceField(label=_("In whose hands"), required=False, choices=WHO)
    late = forms.BooleanField(label=_("Only what is overdue"), required=False)

    def __init__(self, *args: Any, wards: list[Ward], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "f-%s"} | kwargs)
        self._offer("ward", ((str(each.number), digits(each.number)) for each in wards))
        self._offer("category", ((each.slug, each.name) for each in Category.objects.all()))
        self._offer("state", ((state.value, state.label) for state in WORK_STATES))
        for name in ("ward", "category", "state", "who"):
            self.fields[name].widget.attrs["class"] = "input"

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *choices]

    def chosen(self) -> OfficeFilter:
        self.is_valid()
        given = self.cleaned_data
        return OfficeFilter(
            ward=int(given["ward"]) if given.get("ward") else None,
            category=given.get("category", ""),
            state=given.get("state", ""),
            who=given.get("who", ""),
            late=given.get("late", False),
        )


def office_rows(
    wards: list[Ward], people: OfficePeople, chosen: OfficeFilter, *, person: Person, today: date
) -> QuerySet[Matter]:
    """What is in work: first what somebody was responsible for who has left, then by the day on which it is due."""
    rows = Matter.objects.in_work().filter(ward__in=wards).select_related("ward", "category", "assigned_to")
    if chosen.ward is not None:
        rows = rows.filter(ward__number=chosen.ward)
    if chosen.category:
        rows = rows.filter(category__slug=chosen.category)
    if chosen.state:
        rows = rows.filter(state=MatterState(chosen.state))
    if chosen.late:
        rows = rows.filter(clock_stopped_on=None, due_on__lt=today)
    left = left_behind(wards, people)
    if chosen.who == "me":
        rows = rows.filter(assigned_to=person)
    elif chosen.who == "nobody":
        rows = rows.filter(left | Q(assigned_to=None))
    first = Case(When(left, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(turn=first).order_by("turn", F("due_on").asc(nulls_last=True), "number")


def left_behind(wards: list[Ward], people: OfficePeople) -> Q:
    """Match matters assigned to somebody who no longer works for the ward."""
    left = Q(pk=None)
    for ward in wards:
        left |= Q(ward=ward, assigned_to__isnull=False) & ~Q(assigned_to__in=people.of_ward(ward.pk))
    return left
