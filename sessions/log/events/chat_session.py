"""What everybody is told about a chat session itself."""

from msgspec import UNSET, Struct

from sessions.log.events.fields import Id, Later, Moment, StreamEvent


class OfficeFacts(Struct, frozen=True, kw_only=True):
    """name_en, name_bn: the holder's name in two languages; names: in all, where it is known in more."""

    kind: str
    name_en: str
    name_bn: str
    names: Later[dict[str, str]] = UNSET


class BeaconFacts(Struct, frozen=True, kw_only=True):
    """A chain of drand, by its hash (sessions/ordering/beacons.py). genesis_time, period: in seconds."""

    chain: str
    genesis_time: int
    period: int


class SessionFacts(Struct, frozen=True, kw_only=True):
    """Facts of a chat session.

    order: the policy's name (sessions/ordering/policies.py). lot: the SHA-256 of the seed of the draws by lot, in hex,
    before anybody can ask; an older log says it first when the chat opens. beacon: whose rounds the draws mix in; left
    out where there is none.
    """

    id: Id
    ward: int
    starts_at: Moment
    ends_at: Moment
    office: OfficeFacts
    order: str
    lot: Later[str] = UNSET
    beacon: Later[BeaconFacts] = UNSET


class BilingualFacts(Struct, frozen=True, kw_only=True):
    """The two languages that the log began with."""

    en: str
    bn: str


class SessionAnnounced(StreamEvent, frozen=True, kw_only=True, tag="session.announced"):
    """The first event of each public stream."""

    session: SessionFacts


class SessionMoved(StreamEvent, frozen=True, kw_only=True, tag="session.moved"):
    """A chat session was moved.

    waits: it has no new date yet, and starts_at is its last one. reasons: because, where it is known in more languages.
    """

    starts_at: Moment
    ends_at: Moment
    waits: bool
    because: BilingualFacts
    reasons: Later[dict[str, str]] = UNSET


class SessionHandedOver(StreamEvent, frozen=True, kw_only=True, tag="session.handed_over"):
    office: OfficeFacts


class SessionOpened(StreamEvent, frozen=True, kw_only=True, tag="session.opened"):
    """A chat session was opened.

    late: it opened more than a minute after its time. order, lot: the same as in the announcement.
    """

    ends_at: Moment
    late: bool
    order: Later[str] = UNSET
    lot: Later[str] = UNSET


class SessionWarned(StreamEvent, frozen=True, kw_only=True, tag="session.warned"):
    ends_at: Moment


class SessionExtended(StreamEvent, frozen=True, kw_only=True, tag="session.extended"):
    ends_at: Moment


class SessionSlowed(StreamEvent, frozen=True, kw_only=True, tag="session.slowed"):
    """Slow mode: from now on each person may ask one question every so many minutes; 0: it has ended."""

    minutes: int


class DecisionTree(Struct, frozen=True, kw_only=True):
    """The decisions of an evening that the ledger lists: how many, and the root of the tree over them, in base64.

    Each is an entry of the ward's month, decision.listed; the tree is over their bodies, in the order of that log.
    """

    size: int
    root: str


class SessionClosed(StreamEvent, frozen=True, kw_only=True, tag="session.closed"):
    """A chat session was closed.

    record: its slug. backing, held, not_counted: by question; totals: the number of questions by final state.

    lot_seed: the seed of the draws by lot, whose SHA-256 the announcement said. answered_next_door: how many people
    found their answer in a question that was answered before, and did not ask; left out where nobody said so.
    decisions: all that the ledger lists of the evening. support_roots: by question, of the tree of those who back it.
    An older log says neither.
    """

    record: str
    backing: dict[Id, int]
    totals: dict[str, int]
    held: Later[dict[Id, int]] = UNSET
    not_counted: Later[dict[Id, int]] = UNSET
    lot_seed: Later[str] = UNSET
    answered_next_door: Later[int] = UNSET
    decisions: Later[DecisionTree] = UNSET
    support_roots: Later[dict[Id, str]] = UNSET


class SessionSealed(StreamEvent, frozen=True, kw_only=True, tag="session.sealed"):
    """A record was sealed.

    early_by: who sealed the record before the end of its correction window, and the reason for that.
    """

    early_by: Later[str] = UNSET
    reason: Later[str] = UNSET


class SessionCancelled(StreamEvent, frozen=True, kw_only=True, tag="session.cancelled"):
    reason: str
