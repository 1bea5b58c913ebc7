"""Waivers: a clerk lifts the rule about the second person for one kind of act in a ward, through a day, in public."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SecondAct(models.TextChoices):
    """What takes a second person, who is independent of the first."""

    REDACTION = "redaction", _("Confirm a redaction")
    APPEAL = "appeal", _("Decide an appeal")
    REREADING = "rereading", _("Read a decision again")


class WaiverReason(models.TextChoices):
    NEW_OFFICE = "new_office", _("The office has only just begun its work here")
    FEW_PEOPLE = "few_people", _("Too few people have this role here")
    AWAY = "away", _("The others are ill or away")
    DEADLINE = "deadline", _("A court or the law sets a deadline that cannot wait")


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def in_force(self, day: date) -> Self:
        return self.filter(made_on__lte=day, until_on__gte=day)


class Waiver(models.Model):
    """Never changed or deleted: everybody reads it in the ledger."""

    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, related_name="waivers")
    act = models.CharField(max_length=12, choices=SecondAct)
    reason = models.CharField(max_length=12, choices=WaiverReason)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_on = models.DateField()
    until_on = models.DateField(help_text=_("The last day."))

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ("-made_on", "-id")
        constraints = [
            models.CheckConstraint(condition=models.Q(until_on__gte=models.F("made_on")), name="waiver_ends_after_made")
        ]

    def __str__(self) -> str:
        return f"{self.act}, {self.ward}, {self.until_on}"
