"""Redactions of records: proposed by one clerk of the ward, and decided by another one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.city.duties.independence import SecondPeople
from sessions.city.duties.second_person_words import show_second_person
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.planning.fields import DayField, LineField, PlanningForm
from sessions.city.pages.staff_page import staff_page
from sessions.contract.limits import MAX_REASON_GRAPHEMES, MAX_RECEIPT_LENGTH
from sessions.contract.redaction_grounds import RedactionGround
from sessions.models import Question, Record, Redaction, RedactionState, SecondAct
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import number_in
from sessions.platform.text.labels import GROUND_WORDS
from sessions.platform.text.receipts import read_receipt
from sessions.record.pages.redaction_words import label_of_entry
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.free_texts.place_words import emptied_place_words
from sessions.record.redaction.proposing import CourtOrder, propose_redaction, reject_redaction
from sessions.record.redaction.redactable_words import (
    RedactableEntry,
    places_of,
    redactable_entries,
    related_entries,
)

MOST_DECIDED = 50


@staff_page("planning")
def redactions_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """What waits for a second clerk in the clerk's wards, and what was decided last."""
    rows = Redaction.objects.filter(chat_session__ward__in=clerk.wards).prefetch_related("entries")
    rows = rows.select_related("chat_session__ward", "chat_session__record").defer("chat_session__record__document")
    decided = rows.exclude(state=RedactionState.PROPOSED).order_by("-decided_at", "-pk")[:MOST_DECIDED]
    return show(request, clerk, "record/redactions/redactions", {"proposed": rows.proposed(), "decided": decided})


@staff_page("planning")
def propose_page(request: HttpRequest, clerk: Clerk, chat_session_id: UUID) -> HttpResponse:
    """`?receipt=` is of the question whose words have to go; `?entry=` is a number in the record, as of a notice."""
    chat_session = clerk.find_chat_session(chat_session_id)
    record = Record.objects.filter(chat_session=chat_session).first()
    wanted = request.GET.get("receipt", "")[:MAX_RECEIPT_LENGTH]
    shown = _entries_about(record, receipt=wanted, number=request.GET.get("entry", "")) if record else []
    form = ProposalForm(request.POST if request.method == "POST" else None, shown=shown)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            propose_redaction(
                chat_session,
                form.wanted,
                ground=given["ground"],
                authority=given["authority"],
                clerk=clerk.person,
                order=CourtOrder(given["order"], given["order_on"]),
            )
        except Refused as refused:
            form.refuse(refused, beside="entries")
        else:
            messages.success(request, _("Proposed. Nothing is destroyed until another clerk confirms it."))
            return redirect("planning_redactions")
    context = {"chat_session": chat_session, "record": record, "form": form, "shown": shown, "receipt": wanted}
    return show(request, clerk, "record/redactions/propose_redaction", context, is_refused=form.is_bound)


@staff_page("planning")
def redaction_page(request: HttpRequest, clerk: Clerk, redaction_id: int) -> HttpResponse:
    """One redaction with the words in question. POST do=confirm destroys them; do=reject leaves them, with a note.

    seen: the keys of the other texts that the page named; empty: of those that are emptied, too.
    """
    redaction = Redaction.objects.select_related("chat_session__ward", "chat_session__record").filter(pk=redaction_id)
    found = redaction.first()
    if found is None:
        raise Http404
    clerk.require(found.chat_session.ward)
    form = RejectionForm(request.POST if request.POST.get("do") == "reject" else None)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "confirm":
                seen = request.POST.getlist("seen")
                kept = set(seen) - set(request.POST.getlist("empty"))
                confirm_redaction(found.pk, clerk=clerk.person, seen=seen, kept=kept)
                messages.success(request, _("The words are destroyed."))
                return redirect("planning_redaction", redaction_id=found.pk)
            if form.is_valid():
                reject_redaction(found.pk, clerk=clerk.person, note=form.cleaned_data["note"])
                messages.success(request, _("Rejected: the words stay."))
                return redirect("planning_redactions")
        except Refused as refused:
            messages.error(request, str(refused.message))
            return redirect("planning_redaction", redaction_id=found.pk)
    context: dict[str, Any] = {
        "redaction": found,
        "form": form,
        "is_own": found.proposed_by_id == clerk.person.pk,
        **_second_clerk(found, clerk),
        "lines": _lines_of(found) if found.state == RedactionState.PROPOSED else [],
        "elsewhere": [emptied_place_words(key) for key in found.elsewhere],
    }
    places = places_of(found) if found.state == RedactionState.PROPOSED else []
    context["places"] = [place for place in places if place.empty is not None]
    context["out_of_reach"] = [place for place in places if place.empty is None]
    return show(request, clerk, "record/redactions/redaction", context, is_refused=form.is_bound)


def _second_clerk(redaction: Redaction, clerk: Clerk) -> dict[str, Any]:
    """The facts about the second clerk. second: who may confirm it, while it waits."""
    if redaction.state != RedactionState.PROPOSED:
        return {}
    people = SecondPeople(SecondAct.REDACTION, redaction.chat_session.ward)
    return {"second": show_second_person(people, clerk.person, [redaction.proposed_by_id])}


def _entries_about(record: Record, *, receipt: str, number: str) -> list[RedactableEntry]:
    """The entries of one question, or one entry with what belongs to it; empty where nothing is named."""
    entries = redactable_entries(record)
    code = read_receipt(receipt)
    if code:
        found = Question.objects.filter(chat_session=record.chat_session, receipt=code).values_list("pk", flat=True)
        ids = {str(pk) for pk in found}
        return [entry for entry in entries if entry.question in ids]
    n = number_in(number)
    return [] if n is None else related_entries(entries, n)


def _lines_of(redaction: Redaction) -> list[str]:
    record = Record.objects.filter(chat_session=redaction.chat_session_id).first()
    known = {entry.n: entry for entry in redactable_entries(record)} if record is not None else {}
    return [
        label_of_entry(known[each.n], name)
        for each in redaction.entries.all()
        if each.n in known
        for name in each.texts
    ]


# The forms by which a clerk proposes a redaction and decides about one.


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
