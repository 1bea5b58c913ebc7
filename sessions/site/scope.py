"""What a page of the website is about: a ward, a borough, or the whole city."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from sessions.models import Borough, Closure, Ward


@dataclass(frozen=True, slots=True)
class Scope:
    """The scope of a page. Without ward and borough it is the whole city. wards: the ids of a borough's wards."""

    ward: Ward | None = None
    borough: Borough | None = None
    wards: Collection[int] = field(default=())

    @property
    def is_city(self) -> bool:
        return self.ward is None and self.borough is None

    def ward_ids(self) -> Collection[int] | None:
        """None for the whole city."""
        if self.ward is not None:
            return [self.ward.pk]
        return self.wards if self.borough is not None else None


@dataclass(frozen=True, slots=True)
class Frozen:
    """Where an election freeze lasts today: in the whole city, or in wards. There what was achieved is not shown.

    boroughs: those with such a ward; what the borough itself has done is not shown there either.
    """

    city: Closure | None = None
    wards: frozenset[int] = frozenset()
    boroughs: frozenset[int] = frozenset()

    @classmethod
    def on(cls, day: date) -> "Frozen":
        """One query."""
        freezes = list(Closure.objects.freezes().filter(from_on__lte=day, to_on__gte=day).select_related("ward"))
        wards = [each.ward for each in freezes if each.ward is not None]
        return cls(
            city=next((each for each in freezes if each.ward_id is None), None),
            wards=frozenset(ward.pk for ward in wards),
            boroughs=frozenset(ward.borough_id for ward in wards if ward.borough_id is not None),
        )

    def leaves(self) -> Q:
        """What rows with a ward or a borough can be shown, of activities or of entries about them."""
        hidden_borough = Q(ward=None, borough__in=list(self.boroughs))
        return ~Q(ward__in=list(self.wards)) & ~hidden_borough if self.wards else Q()

    def covers(self, scope: Scope) -> bool:
        """The whole of it."""
        if self.city is not None:
            return True
        return scope.ward is not None and scope.ward.pk in self.wards

    def hides_in(self, scope: Scope) -> bool:
        """Whether something of it is hidden."""
        if self.city is not None or (scope.is_city and self.wards):
            return True
        if scope.borough is not None:
            return scope.borough.pk in self.boroughs
        return self.covers(scope)
