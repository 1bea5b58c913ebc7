"""Changes of ward, and the cool-downs after them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Move(models.Model):
    """A person's choice of a ward: their first one (without an old ward), or another one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="moves")
    before = models.ForeignKey(
        "chat_sessions.Ward", on_delete=models.CASCADE, null=True, blank=True, related_name="moves_away"
    )
    after = models.ForeignKey("chat_sessions.Ward", on_delete=models.CASCADE, related_name="moves_here")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=("person", "-at"), name="move_by_person")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class CoolDown(models.Model):
    """The days between a person's changes from or to a ward, or any ward of a borough."""

    ward = models.OneToOneField(
        "chat_sessions.Ward", on_delete=models.CASCADE, null=True, blank=True, related_name="cool_down"
    )
    borough = models.OneToOneField(
        "chat_sessions.Borough", on_delete=models.CASCADE, null=True, blank=True, related_name="cool_down"
    )
    days = models.PositiveSmallIntegerField(help_text=_("0: one may move at any time."))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ward=None, borough__isnull=False) | Q(ward__isnull=False, borough=None),
                name="cool_down_of_a_ward_or_of_a_borough",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ward or self.borough}: {self.days}"
