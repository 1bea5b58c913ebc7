"""The administration's pages about accounts."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.models import User


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ("username", "label", "ward", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff", "ward")
    search_fields = ("username", "label", "public_id")
    ordering = ("username",)
    readonly_fields = ("public_id", "joined_at", "last_login")
    fieldsets = (
        (None, {"fields": ("username", "password", "public_id")}),
        (_("Shown and spoken"), {"fields": ("label", "language", "ward")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": ("joined_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "usable_password", "password1", "password2", "label", "ward")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str] | tuple[str, ...]:
        """The ward of an existing account is read-only: a change here would give a second voice."""
        fields = super().get_readonly_fields(request, obj)
        return fields if obj is None else (*fields, "ward")
