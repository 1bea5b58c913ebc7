"""The forms of the office's steps: which fields each has, and the function of the domain that takes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.city.pages.planning.fields import DayField
from sessions.contract.limits import MAX_AGENCY_GRAPHEMES, MAX_CODE_POINTS_EACH
from sessions.matters.resolving import clock_steps, office_steps, suggestion_steps
from sessions.models import Matter
from sessions.models.matters.transitions import By, steps_from
from sessions.platform.pages.confirming import ConfirmingForm
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import MAX_TEXT_BYTES


@dataclass(frozen=True, slots=True)
class OfficeStep:
    """A step that the office can take.

    button: its words. fields: names of fields of StepForm. take: the function of the domain.
    """

    button: Promise
    hint: Promise | str
    fields: tuple[str, ...]
    take: Callable[..., Matter]
    required: tuple[str, ...] = ()


MATTER_OFFICE_STEPS: dict[str, OfficeStep] = {
    "acknowledge": OfficeStep(
        _("Acknowledge"),
        _("Say who does the work, and by when."),
        ("agency", "due_on", "text"),
        office_steps.acknowledge,
    ),
    "plan": OfficeStep(
        _("Plan a day"),
        _("The deadline stays as it is."),
        ("planned_on", "text"),
        office_steps.plan,
        ("planned_on", "text"),
    ),
    "start": OfficeStep(_("Work has begun"), "", ("text",), office_steps.start_work),
    "claim_done": OfficeStep(
        _("It is done"),
        _("Say what was done. The person who lodged it is asked whether that is so."),
        ("text",),
        office_steps.claim_done,
        ("text",),
    ),
    "transfer": OfficeStep(
        _("Pass it to another office"),
        _("Only with the name of that office and the number under which they have it."),
        ("agency", "external_number", "text"),
        office_steps.transfer,
        ("agency",),
    ),
    "ask": OfficeStep(
        _("Ask the resident"),
        _("The clock stands still until they answer. Everybody reads the question."),
        ("text",),
        clock_steps.ask_resident,
        ("text",),
    ),
    "delay": OfficeStep(
        _("Delay it"),
        _("Only with a lawful reason. The day that was promised at first stays visible."),
        ("due_on", "text"),
        clock_steps.delay,
        ("due_on", "text"),
    ),
    "update": OfficeStep(_("Tell how it stands"), "", ("text",), clock_steps.update, ("text",)),
    "refuse": OfficeStep(
        _("It is not possible"),
        _("Say why, and by which law or for want of which budget line. It counts as not done."),
        ("text", "ground"),
        office_steps.refuse,
        ("text", "ground"),
    ),
    "review": OfficeStep(_("Review it"), "", ("text",), suggestion_steps.review),
    "accept": OfficeStep(_("Accept it"), "", ("text", "planned_on"), suggestion_steps.accept, ("text",)),
    "not_accept": OfficeStep(_("Decide against it"), _("Say why."), ("text",), suggestion_steps.not_accept, ("text",)),
    "finish": OfficeStep(_("It is done"), _("Say what was done."), ("text",), suggestion_steps.finish, ("text",)),
}
"""In the order in which the page offers them."""


LINE: dict[str, Any] = {"required": False, "max_length": MAX_AGENCY_GRAPHEMES * MAX_CODE_POINTS_EACH}
IN_LINE = {"class": "input", "dir": "auto"}


class StepForm(ConfirmingForm):
    """The fields of one step; the domain says what is wrong with them. Hidden: the step, and the version seen."""

    public = ("agency", "text", "ground")

    agency = forms.CharField(label=_("Who does the work"), widget=forms.TextInput(attrs=IN_LINE), **LINE)
    external_number = forms.CharField(label=_("Their number"), widget=forms.TextInput(attrs=IN_LINE), **LINE)
    due_on = DayField(label=_("Until which day"), required=False)
    planned_on = DayField(label=_("On which day"), required=False)
    text = forms.CharField(
        label=_("Your words; everybody reads them"),
        required=False,
        max_length=MAX_TEXT_BYTES // 2,  # more of any script is too long for the domain
        strip=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3, "dir": "auto"}),
    )
    ground = forms.CharField(label=_("Law or budget line"), widget=forms.TextInput(attrs=IN_LINE), **LINE)

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{name}-%s"} | kwargs)
        self.step, self.name = MATTER_OFFICE_STEPS[name], name
        for field in list(self.fields):
            if field not in self.step.fields:
                del self.fields[field]
        for field in self.step.required:
            self.fields[field].widget.attrs["required"] = True
        self.order_fields(self.step.fields)

    def refuse(self, refused: Refused) -> None:
        self.add_error(None, str(refused.message))


def offered_matter_steps(matter: Matter) -> list[str]:
    """The steps that the table allows the office now."""
    possible = set(steps_from(matter.kind, matter.state, By.OFFICE))
    if matter.clock_stopped_on is not None:
        possible.discard("delay")
    return [name for name in MATTER_OFFICE_STEPS if name in possible]
