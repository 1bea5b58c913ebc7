"""The form of a new term of office: from which day on, by which name, and which account; and what the clerk saw."""

from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.chats.pages.planning.seen import Difference, differences, read_seen_facts
from sessions.city.pages.planning.fields import HOLDER_NAME, DayField, PlanningForm
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import MOST_ID_DIGITS, number_in


class TermForm(PlanningForm):
    account = forms.CharField(
        label=gettext_lazy("Account that answers"),
        help_text=gettext_lazy("A user name. Leave it empty to invite the person by a link afterwards."),
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    from_on = DayField(label=gettext_lazy("From"))

    parts = {"from": "from_on", "account": "account"}
    by_language = {"name": HOLDER_NAME}

    def clean_account(self) -> Person | None:
        name = self.cleaned_data["account"].strip()
        if not name:
            return None
        person: Person | None = get_user_model().objects.filter(username=name).first()
        if person is None:
            raise forms.ValidationError(_("There is no account of that name."))
        if not person.is_active:
            raise forms.ValidationError(_("That account is disabled."))
        return person

    def require_name(self) -> None:
        """Show the error beside the field of the language that every reader falls back on."""
        needed = self.lines["name"][0].name
        if self.cleaned_data.get(needed) == "":
            self.add_error(needed, _("Write the name that residents will read."))


def last_seen(request: HttpRequest) -> int | None:
    """The id of the last term when the page was opened."""
    return number_in(request.POST.get("last", ""), MOST_ID_DIGITS)


def changed_meanwhile(request: HttpRequest, refused: Refused) -> list[Difference]:
    """What another clerk has entered since the page was opened."""
    if refused.code != "stale":
        return []
    return differences(read_seen_facts(request.POST.get("seen", "")), refused.facts)
