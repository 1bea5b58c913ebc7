"""Invitations: links by which clerks invite people to a duty or an office; each works once."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sessions.models.wards.chair import CHAIR_WORDS
from sessions.models.wards.office import Duty


class InviteQuerySet(models.QuerySet["Invite"]):
    def open(self, at: datetime) -> Self:
        """Invitations that can still be accepted."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=at)


class Invite(models.Model):
    """An invitation to a duty for a ward, a borough or the city, or to be the account of a term's holder.

    office, chair: the term. Only a hash of the link's token is kept. name: the invited person, for clerks only.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=320)
    duty = models.CharField(max_length=16, choices=Duty, blank=True)
    office = models.ForeignKey(
        "chat_sessions.Office", on_delete=models.CASCADE, null=True, blank=True, related_name="invites"
    )
    chair = models.ForeignKey(
        "chat_sessions.Chair", on_delete=models.CASCADE, null=True, blank=True, related_name="invites"
    )
    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, null=True, blank=True)
    borough = models.ForeignKey("chat_sessions.Borough", on_delete=models.PROTECT, null=True, blank=True)
    is_for_city = models.BooleanField(default=False)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = InviteQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=False, chair=None, duty="", is_for_city=False, borough=None)
                | Q(chair__isnull=False, office=None, duty="", is_for_city=False, ward=None, borough__isnull=False)
                | (Q(office=None, chair=None) & ~Q(duty="")),
                name="invited_to_a_duty_or_to_a_term",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="invited_term_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role(self) -> str:
        """What the person becomes, in the reader's language."""
        if self.office is not None:
            return self.office.get_kind_display()
        return str(CHAIR_WORDS if self.chair_id is not None else self.get_duty_display())
