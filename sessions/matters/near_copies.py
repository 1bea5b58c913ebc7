"""Complaints and suggestions like one that somebody is about to send, so that they may say "me too" instead.

Alike are those of the same category that are in work, or claimed done for no longer than CLAIMED_DAYS: near the same
point, or in the same ward with almost the same words or at the same landmark, in whatever script. One that shows its
landmark only is found by words alone: otherwise its place could be found out by asking from here and there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from sessions.matters.distance import box_around, metres_between
from sessions.matters.publishing import public_text
from sessions.models import WORK_STATES, Category, Matter, MatterState, Ward
from sessions.models.matters.matter import MatterQuerySet
from sessions.platform.text.likeness.likeness_index import NEAR_COPY, LikenessIndex

NEAR_M = 250
CLAIMED_DAYS = 30
MOST_SHOWN = 5
MOST_COMPARED = 150
"""Matters whose words one search compares: the nearest ones, or the newest ones of the ward."""

SAME_LANDMARK = 0.6
"""Likeness of two names of a landmark that stand for one place."""

_READ = (
    "number",
    "kind",
    "state",
    "version",
    "text",
    "masked",
    "landmark",
    "is_place_hidden",
    "language",
    "published_at",
    "due_on",
)
_DONE = (MatterState.CLAIMED_DONE, MatterState.DONE_UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class NearCopy:
    """A matter that is almost the same.

    matter: with its words and state. text: its words as everybody reads them. metres: None where only its words, or its
    landmark, are near. likeness: of the words, from 0 to 1.
    """

    matter: Matter
    text: str
    metres: int | None
    likeness: float
    landmark_likeness: float = 0.0

    @property
    def score(self) -> float:
        closeness = self.landmark_likeness if self.metres is None else 1 - self.metres / NEAR_M
        return closeness + self.likeness


def near_copies(
    ward: Ward,
    category: Category,
    text: str,
    lat: Decimal | None = None,
    lon: Decimal | None = None,
    *,
    landmark: str = "",
) -> list[NearCopy]:
    """Find near-copies, at most MOST_SHOWN, the best first. lat, lon: degrees, both or none.

    At most three queries, whose rows are bounded; nothing is kept in this process but the features of words.
    """
    alike = _alike(category)
    near = _near_point(alike, lat, lon) if lat is not None and lon is not None else {}
    rows = [*alike.filter(pk__in=near).only(*_READ), *_without_point(alike, ward, is_point_known=lat is not None)]
    compared = _compare(rows, text, landmark, near)
    found = [each for each in compared if _is_near(each)]
    return sorted(found, key=lambda each: (-each.score, each.matter.number))[:MOST_SHOWN]


def _alike(category: Category) -> MatterQuerySet:
    since = timezone.now() - timedelta(days=CLAIMED_DAYS)
    return Matter.objects.filter(
        Q(state__in=WORK_STATES) | Q(state__in=_DONE, ended_at__gte=since), category=category
    ).order_by()


def _near_point(alike: MatterQuerySet, lat: Decimal, lon: Decimal) -> dict[UUID, int]:
    """The nearest MOST_COMPARED that show their point, with their distances in metres."""
    box = box_around(lat, lon, NEAR_M)
    rows = alike.filter(
        lat__range=(box.south, box.north), lon__range=(box.west, box.east), is_landmark_only=False
    ).values_list("pk", "lat", "lon")
    distances = (
        (metres_between(lat, lon, each_lat, each_lon), pk)
        for pk, each_lat, each_lon in rows
        if each_lat is not None and each_lon is not None
    )
    nearest = sorted((metres, pk) for metres, pk in distances if metres <= NEAR_M)[:MOST_COMPARED]
    return {pk: round(metres) for metres, pk in nearest}


def _without_point(alike: MatterQuerySet, ward: Ward, *, is_point_known: bool) -> Iterable[Matter]:
    """The ward's newest MOST_COMPARED; with a point to compare, only those that show none."""
    rows = alike.filter(ward=ward)
    if is_point_known:
        rows = rows.filter(Q(lat=None) | Q(is_landmark_only=True))
    return rows.only(*_READ).order_by("-published_at")[:MOST_COMPARED]


def _compare(rows: Iterable[Matter], text: str, landmark: str, near: dict[UUID, int]) -> list[NearCopy]:
    by_id = {matter.pk: matter for matter in rows}
    words = {pk: public_text(matter) for pk, matter in by_id.items()}
    likeness = _likeness(words, text)
    at_landmark = _likeness(
        {pk: matter.public_landmark for pk, matter in by_id.items() if matter.public_landmark}, landmark
    )
    return [
        NearCopy(matter, words[pk], near.get(pk), likeness.get(pk, 0.0), at_landmark.get(pk, 0.0))
        for pk, matter in by_id.items()
    ]


def _likeness(texts: dict[UUID, str], text: str) -> dict[UUID, float]:
    """How alike each is to this text, where it is at all."""
    if not text.strip():
        return {}
    index = LikenessIndex[UUID]()
    for pk, each in texts.items():
        index.add(pk, each)
    return {match.key: match.likeness for match in index.find(text, above=0.0)}


def _is_near(copy: NearCopy) -> bool:
    return copy.metres is not None or copy.likeness > NEAR_COPY or copy.landmark_likeness > SAME_LANDMARK
