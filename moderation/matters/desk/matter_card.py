"""One complaint or suggestion as the desk shows it: its words with what is hidden in them, flags, photos, replies."""

from dataclasses import dataclass
from typing import Any

from moderation.ledger.words import DECIDED_PART_WORDS, DECISION_WORDS
from moderation.matters.doubts import doubts_about, doubts_about_photo, doubts_about_reply
from moderation.matters.waiting import Lateness
from moderation.models import MatterDecision
from moderation.questions.masking.masked_places import places_to_mask
from moderation.questions.masking.masked_words import CHECK_WORDS
from moderation.questions.second_look import data_words, looks_as_if
from sessions.city.places.map_view import CLOSEST, SIDE_PX, frame_of, view_around
from sessions.city.places.point import Point
from sessions.city.places.view_parameters import picture_address_of
from sessions.models import SCREENED_STATES, Matter, MatterPhoto, MatterReply, PhotoState, ReplyState
from sessions.platform.text.labels import REASON_WORDS
from sessions.platform.text.masking import split


@dataclass(frozen=True, slots=True)
class ShownWords:
    """Words with their hidden places.

    pieces: each with whether it is hidden from the public. hidden: start, words and kind of each hidden place.

    looks: a sentence about what the checks see besides; blank for nothing.
    """

    pieces: list[tuple[str, bool]]
    hidden: list[dict[str, Any]]
    looks: str


def shown_matter(matter: Matter) -> dict[str, Any]:
    """What the page shows besides the row itself. Its queries do not grow with the number of photos or replies."""
    is_undecided = matter.state in SCREENED_STATES
    doubts = doubts_about(matter) if is_undecided else ()
    photos, replies = list(matter.photos.all()), list(matter.replies.all())
    return {
        "words": shown_words_of(matter, looks_as_if(doubts) if doubts else ""),
        "is_in_doubt": bool(doubts),
        "is_undecided": is_undecided,
        "is_late": is_undecided and waits_long(matter),
        "has_place": matter.lat is not None or bool(matter.landmark),
        "has_point": matter.lat is not None and not matter.is_landmark_only,
        **_map_of(matter),
        "photos": [_photo(each) for each in photos],
        "replies": [_reply(each) for each in replies],
        "decisions": [_decision(each) for each in matter.decisions.select_related("moderator")],
        "merged_here": list(matter.merged.order_by("lodged_at")),
    }


def _map_of(matter: Matter) -> dict[str, Any]:
    """The drawn map of its ward with its point, as close as the form shows it; nothing where there is no such map."""
    frame = frame_of(matter.ward.number)
    if frame is None or matter.lat is None or matter.lon is None:
        return {}
    point = Point.rounded(float(matter.lat), float(matter.lon))
    return {
        "map_address": picture_address_of(view_around(frame, point, CLOSEST - 1), point, scale=2),
        "map_side": SIDE_PX,
    }


def waits_long(matter: Matter) -> bool:
    """Whether it waits for more than one working day."""
    return Lateness({matter.ward_id}, matter.lodged_at).is_late(matter.ward_id, matter.lodged_at)


def shown_words_of(row: Matter | MatterReply, looks: str) -> ShownWords:
    places = places_to_mask(row.text) if row.masked is None else row.masked
    hidden = [
        {
            "start": place["start"],
            "words": row.text[place["start"] : place["end"]],
            "kind": data_words(dict.fromkeys(CHECK_WORDS[check] for check in place["checks"] if check in CHECK_WORDS)),
        }
        for place in places
    ]
    return ShownWords(split(row.text, places), hidden, looks)


def _photo(photo: MatterPhoto) -> dict[str, Any]:
    doubts = doubts_about_photo(photo)
    return {
        "photo": photo,
        "looks": looks_as_if(doubts) if doubts else "",
        "may_show": photo.state == PhotoState.WAITING,
        "may_decline": photo.state != PhotoState.DECLINED,
    }


def _reply(reply: MatterReply) -> dict[str, Any]:
    doubts = doubts_about_reply(reply) if reply.state == ReplyState.WAITING else ()
    return {
        "reply": reply,
        "words": shown_words_of(reply, looks_as_if(doubts) if doubts else ""),
        "may_show": reply.state == ReplyState.WAITING,
        "may_decline": reply.state != ReplyState.DECLINED,
    }


def _decision(row: MatterDecision) -> dict[str, Any]:
    return {
        "at": row.decided_at,
        "by": row.moderator.shown_as if row.moderator is not None else "",
        "words": DECISION_WORDS[row.decision],
        "part": DECIDED_PART_WORDS[row.part],
        "reason": REASON_WORDS.get(row.reason, ""),
    }
