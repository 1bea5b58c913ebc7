"""Announcing one chat by hand: the form, a preview with warnings and conflicts, and the announcement."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sessions.chats.calendar.lifecycle.announcing_by_hand import (
    AnnouncementPreview,
    ByHand,
    NewHost,
    announce_by_hand,
    foresee_by_hand,
)
from sessions.chats.calendar.rules.holiday_suggestions import find_holidays_on
from sessions.chats.pages.planning.chat_fields import AskDaysField, ChatMinutesField
from sessions.chats.pages.planning.dates.conflicts import ConflictInWords, in_words
from sessions.chats.pages.planning.seen import sum_of_preview
from sessions.city.display import clock_time, ward_name, weekday_date
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.planning.fields import HOLDER_NAME, DayField, HourField, PlanningForm
from sessions.city.pages.staff_page import staff_page
from sessions.models import ChatSession, Closure, OfficeKind, Schedule, Ward
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import for_reader, in_fallback
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.lists import join_with_commas

# The form for announcing one chat by hand.

HOSTS = [choice for choice in OfficeKind.choices if choice[0] != OfficeKind.VACANT]


class AnnounceForm(PlanningForm):
    """The fields of the host are needed where nobody holds the office on that day."""

    ward = forms.ChoiceField(label=gettext_lazy("Ward"))
    on = DayField(label=gettext_lazy("Day"))
    at = HourField(label=gettext_lazy("Begins at"))
    minutes = ChatMinutesField()
    ask_days = AskDaysField()
    host_kind = forms.ChoiceField(label=gettext_lazy("Office"), choices=HOSTS, widget=forms.RadioSelect, required=False)

    parts = {"at": "at", "ask_days": "ask_days", "from": "on"}
    by_language = {"host_name": HOLDER_NAME}

    def __init__(self, *args: Any, clerk: Clerk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ward"].choices = [(str(ward.number), ward_name(ward)) for ward in clerk.wards]  # type: ignore[attr-defined]
        self._wards = {str(ward.number): ward for ward in clerk.wards}

    @property
    def host_fields(self) -> list[forms.BoundField]:
        return [self["host_kind"], *self.lines["host_name"]]

    @property
    def asked(self) -> ByHand:
        """The announcement that a valid form asks for, with the hour in the city's time zone."""
        given = self.cleaned_data
        names = self.words_of("host_name")
        kind = given["host_kind"] or OfficeKind.COUNCILLOR
        return ByHand(
            ward=self._wards[given["ward"]],
            starts_at=city_moment(given["on"], given["at"]),
            minutes=given["minutes"],
            ask_days=given["ask_days"],
            new_host=NewHost(kind, names) if in_fallback(names) else None,
        )


USUAL_ASK_DAYS = 7
USUAL = {"at": "18:00", "minutes": 60, "ask_days": USUAL_ASK_DAYS}


@dataclass(frozen=True, slots=True)
class ShownPreview:
    """A preview of an announcement.

    shown: the digest of the preview that the clerk saw. is_other: the preview has changed since.
    """

    foreseen: AnnouncementPreview
    warnings: list[str]
    conflicts: list[ConflictInWords]
    shown: str
    is_other: bool


@staff_page("planning")
def announce_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """POST action=preview shows the effects; action=announce announces after that preview. `?ward=` selects a ward."""
    if request.method != "POST":
        return _show(request, clerk, AnnounceForm(clerk=clerk, initial=_initial(request, clerk)))
    form = AnnounceForm(request.POST, clerk=clerk)
    if not form.is_valid():
        return _show(request, clerk, form, is_refused=True)
    try:
        preview = _preview(clerk, form.asked, is_announce=request.POST.get("action") == "announce")
        if request.POST.get("action") != "announce" or request.POST.get("shown") != preview.shown:
            return _show(request, clerk, form, preview=preview)
        chat_session = announce_by_hand(form.asked, clerk=clerk.person)
    except Refused as refused:
        form.refuse(refused, beside={"frozen": "on", "vacant": form.lines["host_name"][0].name}.get(refused.code, "at"))
        return _show(request, clerk, form, is_refused=True, is_vacant=refused.code == "vacant")
    messages.success(request, _done(chat_session))
    return redirect("planning_chat", chat_session_id=chat_session.pk)


def _initial(request: HttpRequest, clerk: Clerk) -> dict[str, Any]:
    """The hour and length of the ward's rule, where it has one."""
    asked = request.GET.get("ward", "")
    ward = next((each for each in clerk.wards if str(each.number) == asked), clerk.wards[0])
    rule = _rule_of(ward)
    usual = {"at": rule.at, "minutes": rule.minutes, "ask_days": rule.ask_days} if rule is not None else USUAL
    return {"ward": str(ward.number), "host_kind": OfficeKind.COUNCILLOR, **usual}


def _preview(clerk: Clerk, asked: ByHand, *, is_announce: bool) -> ShownPreview:
    """Raises Refused as foresee_by_hand does."""
    foreseen = foresee_by_hand(asked, wards=clerk.wards, clerk=clerk.person)
    conflicts = [in_words(each) for each in foreseen.conflicts]
    warnings = _warnings(foreseen)
    told = [(each.what, each.beside, each.chat_session.ward_id, each.chat_session.starts_at) for each in conflicts]
    office = (foreseen.office.kind, foreseen.office.names)
    shown = sum_of_preview([asked.ward.number, asked.starts_at, asked.minutes, asked.ask_days, office, warnings, told])
    return ShownPreview(foreseen, warnings, conflicts, shown, is_announce)


def _warnings(foreseen: AnnouncementPreview) -> list[str]:
    """Warnings that are no conflicts: short notice, a holiday, a second chat in one month."""
    chat_session = foreseen.chat_session
    found = [*_short_notice(chat_session), *_holidays(chat_session)]
    for other in foreseen.same_month:
        words = _("The ward has another chat in this month: {when}.")
        found.append(words.format(when=join_with_commas([weekday_date(other.day), clock_time(other.starts_at)])))
    return found


def _short_notice(chat_session: ChatSession) -> list[str]:
    """A warning where people have less time for questions than the ward's rule gives, or than a week."""
    rule = _rule_of(chat_session.ward)
    usual = rule.ask_days if rule is not None else USUAL_ASK_DAYS
    left = (chat_session.day - max(timezone.localdate(), timezone.localdate(chat_session.ask_from))).days
    if left >= usual:
        return []
    words = ngettext(
        "Short notice: questions are open for {n} day before it; usual here are {usual}.",
        "Short notice: questions are open for {n} days before it; usual here are {usual}.",
        left,
    )
    return [words.format(n=digits(left), usual=digits(usual))]


def _holidays(chat_session: ChatSession) -> list[str]:
    """Holidays on that day that are not closed; a closed day is a conflict, and listed there."""
    closed = Closure.objects.closed().for_ward(chat_session.ward)
    if any(each.covers(chat_session.day) for each in closed):
        return []
    found = find_holidays_on([chat_session.day])
    return [_("A holiday, not marked as closed: %(name)s") % {"name": for_reader(each.name)} for each in found]


def _rule_of(ward: Ward) -> Schedule | None:
    return ward.schedules.reaching(timezone.localdate()).order_by("from_on").first()


def _done(chat_session: ChatSession) -> str:
    if chat_session.announced_at is not None:
        return _("Announced. Questions are open now.")
    day = weekday_date(chat_session.ask_from or chat_session.starts_at)
    return _("It is in the calendar. Its questions open by themselves on %(day)s.") % {"day": day}


def _show(
    request: HttpRequest,
    clerk: Clerk,
    form: AnnounceForm,
    *,
    preview: ShownPreview | None = None,
    is_refused: bool = False,
    is_vacant: bool = False,
) -> HttpResponse:
    asks_host = is_vacant or any(field.errors for field in form.host_fields)
    asks_host = asks_host or any(field.value() for field in form.lines["host_name"])
    context = {"form": form, "preview": preview, "asks_host": asks_host}
    return show(request, clerk, "chats/planning/dates/announce", context, is_refused=is_refused)
