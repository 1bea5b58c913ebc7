"""The forms by which a clerk proposes a redaction and decides about one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sessions.city.pages.planning.fields import DayField, LineField, PlanningForm
from sessions.contract.limits import MAX_REASON_GRAPHEMES
from sessions.contract.redaction_grounds import RedactionGround
from sessions.platform.text.labels import GROUND_WORDS
from sessions.record.pages.redactions.redaction_words import label_of_entry
from sessions.record.redaction.redactable_words import RedactableEntry


class ProposalForm(PlanningForm):
    """The form that proposes a redaction. entries: those that can be chosen, each as one box for each of its texts."""

    entries = forms.MultipleChoiceField(
        label=gettext_lazy("What is to be redacted"),
        help_text=gettext_lazy(
            "Answers and corrections often repeat the words of the question: look at each. Everything that the desk "
            "wrote about the question is destroyed with it."
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"),
        choices=[(ground, GROUND_WORDS[ground]) for ground in RedactionGround],
        widget=forms.RadioSelect,
    )
    authority = LineField(
        label=gettext_lazy("By whose order"),
        help_text=gettext_lazy(
            "The court and the number of the order, the office, or who decided. Everybody reads it, for good: write no "
            "name of a resident and none of the words themselves."
        ),
        max_graphemes=MAX_REASON_GRAPHEMES,
    )

    order = LineField(
        label=gettext_lazy("Number of the court’s order"),
        help_text=gettext_lazy("For a court’s order alone: as the court writes it. Public, like the line above."),
        max_graphemes=MAX_REASON_GRAPHEMES,
        required=False,
    )
    order_on = DayField(label=gettext_lazy("Day of the court’s order"), required=False)

    parts = {
        "entries": "entries",
        "ground": "ground",
        "authority": "authority",
        "order": "order",
        "order_on": "order_on",
    }
    public = ("authority", "order")

    def __init__(self, *args: Any, shown: Sequence[RedactableEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["entries"]
        choices.choices = [
            (f"{entry.n}:{name}", label_of_entry(entry, name)) for entry in shown for name in entry.texts
        ]

    @property
    def wanted(self) -> dict[int, list[str]]:
        """The names of the chosen fields, by the number of their entry; only for a valid form."""
        wanted: dict[int, list[str]] = {}
        for chosen in self.cleaned_data["entries"]:
            n, name = chosen.split(":")
            wanted.setdefault(int(n), []).append(name)
        return wanted


class RejectionForm(PlanningForm):
    note = LineField(label=gettext_lazy("Why the words stay"), max_graphemes=MAX_REASON_GRAPHEMES, required=True)
