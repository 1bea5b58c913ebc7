"""What the month logs of wards and boroughs tell of complaints and suggestions.

The ward's stream is public: only what everybody may read stands there. A matter stands in it from the moment in which a
moderator has approved its words. What happens before, and what only the desk may know, stands in the stream of the
ward's desk. Fields are left out where there is nothing to tell.
"""

from msgspec import UNSET, Struct

from sessions.log.events.fields import Day, Id, Later, Moment, StreamEvent


class PlaceFacts(Struct, frozen=True, kw_only=True):
    """lat, lon: degrees of WGS 84 with four decimals, left out where the public sees the landmark only."""

    landmark: str
    lat: Later[float] = UNSET
    lon: Later[float] = UNSET


class PhotoFacts(Struct, frozen=True, kw_only=True):
    """Facts of a photo. use: lodged or proof. alt: what can be seen."""

    id: Id
    use: str
    alt: str
    width: int
    height: int


class MatterPublished(StreamEvent, frozen=True, kw_only=True, tag="matter.published"):
    """A moderator approved it. category: its slug. question: of a chat, from which it was made.

    text, label: None for readers once nobody may read them any longer (sessions/log/withheld_words.py).
    """

    id: Id
    number: str
    kind: str
    category: str
    text: str | None
    label: str | None
    language: str
    source: str
    lodged_at: Moment
    version: int
    acknowledge_by: Later[Day] = UNSET
    due_on: Later[Day] = UNSET
    place: Later[PlaceFacts] = UNSET
    question: Later[Id] = UNSET
    commitment: Later[str] = UNSET


class MatterStepped(StreamEvent, frozen=True, kw_only=True, tag="matter.stepped"):
    """A step of a public matter. step: a name of sessions/models/matters/transitions.py; state: what it led to.

    by: office, resident, supporters, moderator or clock. text: what the office, or (once approved) the resident, says.
    ground: of a refusal, the law or the budget line; None once nobody may read it. planned_on: the day that the office
    has planned. into: the number of the matter that it was joined with.
    """

    id: Id
    number: str
    step: str
    state: str
    version: int
    by: str
    text: Later[str | None] = UNSET
    agency: Later[str] = UNSET
    due_on: Later[Day] = UNSET
    acknowledge_by: Later[Day] = UNSET
    planned_on: Later[Day] = UNSET
    external_number: Later[str] = UNSET
    ground: Later[str | None] = UNSET
    reason: Later[str] = UNSET
    into: Later[str] = UNSET


class MatterReplied(StreamEvent, frozen=True, kw_only=True, tag="matter.replied"):
    """Words that the person who lodged it added; a moderator approved them."""

    id: Id
    number: str
    reply: Id
    text: str | None


class MatterPhotoShown(StreamEvent, frozen=True, kw_only=True, tag="matter.photo_shown"):
    id: Id
    number: str
    photo: PhotoFacts


class MatterPhotoHidden(StreamEvent, frozen=True, kw_only=True, tag="matter.photo_hidden"):
    """A photo of a complaint was hidden. reason: one of the desk's reasons."""

    id: Id
    number: str
    photo: Id
    reason: str


class MatterSupported(StreamEvent, frozen=True, kw_only=True, tag="matter.supported"):
    """How many others say that it concerns them, told at most once an hour."""

    id: Id
    number: str
    support: int


class MatterOverdue(StreamEvent, frozen=True, kw_only=True, tag="matter.overdue"):
    """A complaint became overdue.

    stage: 1 from the day after it was due, 2 once the borough was told, 3 when it became a question of a chat.
    """

    id: Id
    number: str
    stage: int
    due_on: Day
    question: Later[Id] = UNSET


class DecisionListed(StreamEvent, frozen=True, kw_only=True, tag="decision.listed"):
    """A decision of the public ledger, as an entry of the ward's month: one that is hidden later is missed.

    Those of an evening are listed at its close, in the transaction of session.closed; all others in that of the
    decision. chat_session: left out for one about a complaint or suggestion. decided_at: its moment. decision, reason,
    role, by, commitment, agrees, part and number: as the ledger has them (moderation/ledger/decisions.py).
    """

    decision: str
    decided_at: Moment
    role: str
    chat_session: Later[Id] = UNSET
    reason: Later[str] = UNSET
    by: Later[str] = UNSET
    commitment: Later[str] = UNSET
    agrees: Later[bool] = UNSET
    part: Later[str] = UNSET
    number: Later[str] = UNSET


class MonthSealed(StreamEvent, frozen=True, kw_only=True, tag="month.sealed"):
    """The last event of a month: nothing is added to its log any longer."""

    month: Day


class DeskMatterLodged(StreamEvent, frozen=True, kw_only=True, tag="matter.lodged"):
    """A complaint was lodged. To the ward's desk alone. commitment: of the words."""

    id: Id
    number: str
    kind: str
    category: str
    source: str
    commitment: str


class DeskMatterDecided(StreamEvent, frozen=True, kw_only=True, tag="matter.decided"):
    """A moderator's decision, without any words. part: words, place, photo or reply. decision: one of MATTER_DECISIONS.

    part_id: of the photo or the reply. commitment: of the matter's words.
    """

    id: Id
    number: str
    part: str
    decision: str
    version: int
    reason: Later[str] = UNSET
    part_id: Later[Id] = UNSET
    commitment: Later[str] = UNSET


MATTER_DECISIONS = ("approved", "held", "declined", "reopened", "taken_down", "merged", "blurred")
"""blurred: of a photo."""


class DeskMatterAppealed(StreamEvent, frozen=True, kw_only=True, tag="matter.appealed"):
    """The person who lodged it asks that another moderator looks at the refusal or the removal again."""

    id: Id
    number: str
    due_at: Moment
    commitment: Later[str] = UNSET


class DeskMatterAppealDecided(StreamEvent, frozen=True, kw_only=True, tag="matter.appeal_decided"):
    """An appeal about a complaint was decided.

    appeal: upheld, overturned, or withdrawn with the account. reason: of the first decision.
    """

    id: Id
    number: str
    appeal: str
    reason: str
    commitment: Later[str] = UNSET


class DeskMatterWithdrawn(StreamEvent, frozen=True, kw_only=True, tag="matter.withdrawn"):
    """A matter was withdrawn by its author, before it was public."""

    id: Id
    number: str
