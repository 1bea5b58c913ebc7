"""The forms of these pages; the domain says what is wrong with what was entered."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.city.pages.planning.fields import DayField
from sessions.contract.limits import MAX_AGENCY_GRAPHEMES, MAX_CODE_POINTS_EACH
from sessions.platform.pages.confirming import ConfirmingForm
from sessions.platform.text.text_input import MAX_TEXT_BYTES
from sessions.promises.sources.promised import Promised

LINE: dict[str, Any] = {"required": False, "max_length": MAX_AGENCY_GRAPHEMES * MAX_CODE_POINTS_EACH}
WORDS: dict[str, Any] = {"required": False, "max_length": MAX_TEXT_BYTES // 2, "strip": False}
"""More of any script is too long for the domain."""

IN_LINE = {"class": "input", "dir": "auto"}
ONLY_CLERK = ("where", "budget_line")


def _area() -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input", "rows": 2, "dir": "auto"})


class PromiseForm(ConfirmingForm):
    """What an answer promises. answer_id: of the answer from which it comes; the words of that are public already."""

    public = ("what", "where", "budget_line")

    said = forms.CharField(label=_("The words of the answer, exactly"), widget=_area(), **WORDS)
    what = forms.CharField(
        label=_("What is promised, in one sentence"),
        help_text=_(
            "Left empty: the words above. Where the answer says “before the puja”, write here which day that is."
        ),
        widget=_area(),
        **WORDS,
    )
    due_on = DayField(label=_("By which day"), required=False)
    where = forms.CharField(label=_("Where (not required)"), widget=forms.TextInput(attrs=IN_LINE), **LINE)
    budget_line = forms.CharField(label=_("Budget line (not required)"), widget=forms.TextInput(attrs=IN_LINE), **LINE)

    def __init__(self, answer_id: int, *args: Any, all_fields: bool = False, **given: Any) -> None:
        super().__init__(*args, **{"auto_id": f"a{answer_id}-%s"} | given)
        self.answer_id = answer_id
        self.fields["due_on"].widget.attrs["min"] = timezone.localdate().isoformat()
        for name in () if all_fields else ONLY_CLERK:
            del self.fields[name]

    def promised(self) -> Promised:
        """The promise as it was entered in a valid form."""
        return Promised(**self.cleaned_data)


class ConfirmForm(ConfirmingForm):
    """The office's word about a proposal. due_on: needed where none was proposed."""

    public = ("reason",)

    due_on = DayField(label=_("By which day"), required=False)
    reason = forms.CharField(label=_("Why it is no promise; everybody reads it"), widget=_area(), **WORDS)

    def __init__(self, promise_id: UUID, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"auto_id": f"p{promise_id}-%s"} | given)
        self.promise_id = promise_id
        self.fields["due_on"].widget.attrs["min"] = timezone.localdate().isoformat()
