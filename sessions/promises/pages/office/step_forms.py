"""The forms of the office's steps with a promise: which fields each has, and which function of the domain takes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from sessions.city.pages.planning.fields import DayField
from sessions.city.people.ward_staff import WardDuties
from sessions.models import Promise, PromiseKind
from sessions.models.promises.transitions import promise_state_after
from sessions.platform.pages.confirming import ConfirmingForm
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import MAX_TEXT_BYTES
from sessions.promises.keeping import office_steps


@dataclass(frozen=True, slots=True)
class PromiseStep:
    """A step that the office can take.

    button: its words. row: of the table of transitions. needs_text: whether words have to be written.
    """

    button: Words
    hint: Words
    row: str
    take: Callable[..., Promise]
    has_day: bool = False
    needs_text: bool = True


PROMISE_OFFICE_STEPS: dict[str, PromiseStep] = {
    "adopt": PromiseStep(
        _("Adopt it"),
        _("It was promised by an earlier holder of the office. Now it is your word, too."),
        "adopt",
        office_steps.adopt,
        needs_text=False,
    ),
    "kept": PromiseStep(
        _("It is kept"),
        _("Say what was done, and how everybody can see it. Those who asked say whether that is so."),
        "claim",
        office_steps.claim_kept,
    ),
    "new_day": PromiseStep(
        _("A new day"),
        _("Once only, with the reason. The day that was promised at first stays visible."),
        "new_day",
        office_steps.set_new_day,
        has_day=True,
    ),
    "broken": PromiseStep(
        _("It is not kept"),
        _("Say why. It ends with this, and is listed as not kept."),
        "break",
        office_steps.admit_broken,
    ),
    "drop": PromiseStep(
        _("Drop it"),
        _("It was promised by an earlier holder of the office. Say why you do not keep it."),
        "drop",
        office_steps.drop,
    ),
}
"""In the order in which the page offers them."""


class PromiseStepForm(ConfirmingForm):
    """The fields of one step; the domain says what is wrong with them."""

    public = ("text",)

    due_on = DayField(label=_("Until which day"), required=False)
    text = forms.CharField(
        label=_("Your words; everybody reads them"),
        required=False,
        max_length=MAX_TEXT_BYTES // 2,  # more of any script is too long for the domain
        strip=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3, "dir": "auto"}),
    )

    def __init__(self, name: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id=f"{name}-%s")
        self.step, self.name = PROMISE_OFFICE_STEPS[name], name
        if not self.step.has_day:
            del self.fields["due_on"]
        for field in self.fields.values():
            field.widget.attrs["required"] = self.step.needs_text

    def refuse(self, refused: Refused) -> None:
        """Show the refusal beside the field that it is about."""
        about_words = refused.code in ("empty", "too_long", "bad_characters")
        is_about_day = refused.code == "bad_field" and self.step.has_day
        self.add_error("text" if about_words else "due_on" if is_about_day else None, str(refused.message))


def offered_steps(promise: Promise, duties: WardDuties) -> list[str]:
    """The steps that this person may take with it now."""
    return [name for name, step in PROMISE_OFFICE_STEPS.items() if _is_offered(name, step, promise, duties)]


def _is_offered(name: str, step: PromiseStep, promise: Promise, duties: WardDuties) -> bool:
    if promise_state_after(step.row, promise.state) is None:
        return False
    match name:
        case "adopt" | "drop":
            return promise.is_to_adopt and duties.may("decide", promise.ward_id)
        case "new_day":
            return not office_steps.has_new_day(promise)
        case "kept":
            return promise.kind != PromiseKind.ANSWER
    return True
