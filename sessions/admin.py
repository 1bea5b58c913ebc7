"""The borough's back office: wards, offices, appointments and chat sessions; the log can only be read."""

from typing import Any, ClassVar, override

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions import models
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.city.duties.events import tell_ended, tell_given, tell_resumed
from sessions.contract.limits import MAX_CHAT_MINUTES, MIN_CHAT_MINUTES
from sessions.log.steps.steps import actor
from sessions.platform.refusals import Refused


class WardPinInline(admin.TabularInline):
    model = models.WardPin
    extra = 1


@admin.register(models.Borough)
class BoroughAdmin(admin.ModelAdmin):
    list_display = ("code", "name")


@admin.register(models.Category)
class CategoryAdmin(admin.ModelAdmin):
    """What complaints are about. Those that complaints have keep their slug, and cannot be deleted."""

    list_display = ("slug", "name", "acknowledge_days", "resolve_days", "is_offered")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Category | None = None) -> tuple[str, ...]:
        return () if obj is None else ("slug",)


@admin.register(models.Ward)
class WardAdmin(admin.ModelAdmin):
    list_display = ("number", "borough", "neighbourhoods")
    list_select_related = ("borough",)
    inlines = (WardPinInline,)


@admin.register(models.Office)
class OfficeAdmin(admin.ModelAdmin):
    list_display = ("ward", "kind", "name", "from_on", "to_on")
    list_select_related = ("ward",)
    autocomplete_fields = ("holder",)


@admin.register(models.Chair)
class ChairAdmin(admin.ModelAdmin):
    list_display = ("borough", "name", "office", "from_on", "to_on")
    list_select_related = ("borough", "office__ward")
    autocomplete_fields = ("holder",)


WHAT_A_DUTY_IS = {"person", "duty", "ward", "borough", "is_for_city", "from_on"}


@admin.register(models.Appointment)
class AppointmentAdmin(admin.ModelAdmin):
    list_display = ("person", "duty", "ward", "borough", "is_for_city", "from_on", "to_on")
    list_select_related = ("person", "ward", "borough")
    autocomplete_fields = ("person",)

    @override
    def save_model(self, request: HttpRequest, obj: models.Appointment, form: Any, change: bool) -> None:
        """Tell the public log, by the operator. Another person, duty, place or first day makes another duty of it."""
        before = models.Appointment.objects.get(pk=obj.pk) if change else None
        if before is not None and not WHAT_A_DUTY_IS & set(form.changed_data):
            super().save_model(request, obj, form, change)
            _tell_other_end(obj)
            return
        if before is not None:
            tell_ended(before, by=None)
        obj.appointed_by, obj.appointed_at, obj.is_end_told = None, timezone.now(), False
        super().save_model(request, obj, form, change)
        tell_given(obj, by=None)

    @override
    def delete_model(self, request: HttpRequest, obj: models.Appointment) -> None:
        tell_ended(obj, by=None)
        super().delete_model(request, obj)

    @override
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[models.Appointment]) -> None:
        for held in queryset:
            tell_ended(held, by=None)
        super().delete_queryset(request, queryset)


def _tell_other_end(held: models.Appointment) -> None:
    is_over = held.to_on is not None and held.to_on < timezone.localdate()
    if is_over and not held.is_end_told:
        tell_ended(held, by=None)
    elif held.is_end_told and not is_over:
        tell_resumed(held, by=None)


class AdminAnnounceForm(forms.ModelForm):
    """Announces through the domain, so that the chat's log begins with the announcement."""

    by: ClassVar[str]
    minutes = forms.IntegerField(label=_("Minutes"), initial=60, min_value=MIN_CHAT_MINUTES, max_value=MAX_CHAT_MINUTES)

    class Meta:
        model = models.ChatSession
        fields = ("ward", "starts_at")

    def full_clean(self) -> None:
        """Announce last, once everything else in the form is valid."""
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        values = self.cleaned_data
        try:
            self.instance = announce_chat_session(
                values["ward"], starts_at=values["starts_at"], minutes=values["minutes"], by=self.by
            )
        except Refused as refusal:
            self.add_error(None, str(refusal.message))


class ReadOnly(admin.ModelAdmin):
    """Read-only rows, which only the domain writes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.ChatSession)
class ChatSessionAdmin(ReadOnly):
    list_display = ("ward", "state", "starts_at", "ends_at")
    list_filter = ("state",)
    list_select_related = ("ward",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change=change, **kwargs)
        return type(
            "AnnounceFormOfOneClerk",
            (AdminAnnounceForm,),
            {"by": actor("clerk", request.user if request.user.is_authenticated else None)},
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("ward", "starts_at", "minutes") if obj is None else super().get_fields(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saves nothing: the form has announced the chat session already."""


@admin.register(models.Question, models.Event, models.Record)
class LogAdmin(ReadOnly):
    pass
