"""The office's list: what is theirs to do, the first day due first, and steps that are taken with several at once."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.contract.limits import MAX_STEPS_TOGETHER, OFFICE_MATTERS_PER_PAGE
from sessions.matters.matter_numbers import read_matter_number
from sessions.matters.pages.office.filtering import FilterForm, left_behind, office_rows
from sessions.matters.resolving.assigning import assign, named, office_people_of
from sessions.matters.resolving.office_steps import acknowledge
from sessions.models import Matter, Ward
from sessions.platform.pages.save_data import rows_for
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import as_code, digits
from sessions.platform.text.form_values import MOST_ID_DIGITS, number_in, posted_number


@staff_page("office")
def office_page(request: HttpRequest, reader: Staff) -> HttpResponse:
    """POST do=acknowledge or do=assign takes that step with all that are ticked, each as the person saw it."""
    if request.method == "POST":
        return _take_together(request, reader)
    today = timezone.localdate()
    wards = list(Ward.objects.filter(pk__in=reader.wards))
    people = office_people_of(wards)
    form = FilterForm(request.GET, wards=wards)
    rows = office_rows(wards, people, form.chosen(), person=reader.person, today=today)
    page = Paginator(rows, rows_for(request, OFFICE_MATTERS_PER_PAGE)).get_page(request.GET.get("page"))
    in_work = Matter.objects.in_work().filter(ward__in=wards)
    context = {
        "form": form,
        "page": page,
        "rows": [(each, people.has_nobody(each)) for each in page.object_list],
        "overdue": in_work.filter(clock_stopped_on=None, due_on__lt=today).count(),
        "left": in_work.filter(left_behind(wards, people)).count(),
        "colleagues": named({person for roles in people.roles.values() for person in roles}),
        "reader": reader,
        "may_call": reader.duties.with_any(("clerk",)),
    }
    return render(request, "sessions/matters/office/list.html", context)


def _take_together(request: HttpRequest, reader: Staff) -> HttpResponse:
    ticked = read_ticked(request.POST.getlist("m"))
    take = _step_of(request, reader)
    if not ticked or take is None:
        messages.error(request, _("Tick what it concerns, and choose what is to be done."))
        return redirect(request.get_full_path())
    done, refusals = 0, []
    for number, version in ticked[:MAX_STEPS_TOGETHER]:
        matter = Matter.objects.filter(ward__in=reader.wards, number=number).first()
        if matter is None:
            continue
        try:
            take(matter, version)
            done += 1
        except Refused as refused:
            refusals.append(f"{as_code(number)}: {refused.message}")
    if done:
        messages.success(request, _("Done with {n}.").format(n=digits(done)))
    for words in refusals:
        messages.error(request, words)
    return redirect(request.get_full_path())


def _step_of(request: HttpRequest, reader: Staff) -> Callable[[Matter, int], Matter] | None:
    """The chosen step, with the person who takes it; None for none."""
    do, person = request.POST.get("do", ""), reader.person
    if do == "acknowledge":
        return lambda matter, version: acknowledge(matter.pk, person=person, version=version)
    if do == "assign":
        to = _colleague(request.POST.get("to", ""))
        if to is not None:
            return lambda matter, version: assign(matter.pk, to=to, person=person, version=version)
    return None


def _colleague(written: str) -> Person | None:
    person_id = number_in(written, MOST_ID_DIGITS)
    return None if person_id is None else named([person_id]).first()


# What was ticked in the office's list: the number of each, and the version in which the person saw it.

LONGEST = 60


def read_ticked(written: list[str]) -> list[tuple[str, int]]:
    """Read ticked matters from "95-2027-0143:7"; what is anything else is left out, and so is what is too much."""
    found = []
    for each in written[:MAX_STEPS_TOGETHER]:
        words, _colon, version = each[:LONGEST].partition(":")
        number = read_matter_number(words)
        if number is not None:
            found.append((number, posted_number(version)))
    return found
