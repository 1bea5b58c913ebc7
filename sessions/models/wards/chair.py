"""Terms of a borough's chair, who may be one of its councillors."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sessions.models.wards.office import TermOfOffice, TermQuerySet
from sessions.platform.people import Person

CHAIR_WORDS = _("Chair of the borough")


class ChairQuerySet(TermQuerySet["Chair"]):
    def taken_on(self, day: date) -> Self:
        """Terms in which somebody chairs the borough on that day: a councillor only as long as they are in office."""
        rows = self.held_on(day).exclude(office=None, names={})
        is_councillor = Q(office__from_on__lte=day) & (Q(office__to_on=None) | Q(office__to_on__gte=day))
        return rows.filter(Q(office=None) | is_councillor).select_related("office__ward", "office__holder", "holder")


class Chair(TermOfOffice):
    """One term of one borough's chair: a councillor by their own term of office, or somebody else by name.

    With neither, nobody chairs the borough from that day on.
    """

    borough = models.ForeignKey("chat_sessions.Borough", on_delete=models.PROTECT, related_name="chairs")
    office = models.ForeignKey(
        "chat_sessions.Office",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="chairs",
        help_text=_("Of a chair who is one of the councillors: their name and account are those of this office."),
    )

    objects = ChairQuerySet.as_manager()

    class Meta:
        ordering = ("borough", "-from_on")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="chair_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(office=None) | Q(holder=None, names={}), name="councillor_who_chairs_is_named_once"
            ),
            models.CheckConstraint(condition=~Q(names={}) | Q(holder=None), name="nobody_holds_a_vacant_chair"),
        ]

    def __str__(self) -> str:
        return f"{CHAIR_WORDS}, {self.borough}"

    @property
    def is_vacant(self) -> bool:
        return self.office_id is None and not self.names

    @property
    def by(self) -> TermOfOffice:
        """The term that names who it is: that of the councillor, or this one."""
        return self.office if self.office is not None else self

    @property
    def account(self) -> Person | None:
        """Who gets the messages to the chair; None while no account is entered."""
        return self.by.holder

    @property
    def last_on(self) -> date | None:
        """The last day: of a councillor, that of their own office if it comes first."""
        return min((day for day in (self.to_on, self.by.to_on) if day is not None), default=None)
