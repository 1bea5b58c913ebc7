"""Every event of both streams, declared with its fields; pure.

Class names are in the past tense. Those of the desk's stream begin with `Desk` if the room has an event of the same
name: the desk is told each decision at once, the room only what concerns it. A field that may be left out was added to
its event later, or exists only where there is something to tell; a field that may be None is always there.

To add one: declare it, name it in PublicEvent or DeskEvent and in audience_of(), and let sessions/folding apply what it
changes.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, field

_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
Id = Annotated[str, Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", extra_json_schema={"format": "uuid"})]
Moment = Annotated[
    str,
    Meta(
        pattern=f"^{_DAY}T([01][0-9]|2[0-3])(:[0-5][0-9]){{2}}[.][0-9]{{3}}Z$",
        extra_json_schema={"format": "date-time"},
    ),
]
"""RFC 3339 in UTC with milliseconds; see wire_time()."""

Day = Annotated[str, Meta(pattern=f"^{_DAY}$", extra_json_schema={"format": "date"})]
type Later[T] = T | UnsetType
"""Left out where there is nothing to tell."""


class StreamEvent(Struct, frozen=True, kw_only=True, tag_field="type"):
    """The base of the events of both streams: a tagged struct, whose tag is the type."""


# Events about the chat session


class OfficeFacts(Struct, frozen=True, kw_only=True):
    """name_en, name_bn: the holder's name in two languages; names: in all, where it is known in more."""

    kind: str
    name_en: str
    name_bn: str
    names: Later[dict[str, str]] = UNSET


class SessionFacts(Struct, frozen=True, kw_only=True):
    id: Id
    ward: int
    starts_at: Moment
    ends_at: Moment
    office: OfficeFacts
    order: str


class BilingualFacts(Struct, frozen=True, kw_only=True):
    """The two languages that the log began with."""

    en: str
    bn: str


class SessionAnnounced(StreamEvent, frozen=True, kw_only=True, tag="session.announced"):
    """The first event of each public stream."""

    session: SessionFacts


class SessionMoved(StreamEvent, frozen=True, kw_only=True, tag="session.moved"):
    """waits: it has no new date yet, and starts_at is its last one. reasons: because, where it is known in more
    languages."""

    starts_at: Moment
    ends_at: Moment
    waits: bool
    because: BilingualFacts
    reasons: Later[dict[str, str]] = UNSET


class SessionHandedOver(StreamEvent, frozen=True, kw_only=True, tag="session.handed_over"):
    office: OfficeFacts


class SessionOpened(StreamEvent, frozen=True, kw_only=True, tag="session.opened"):
    """late: it opened more than a minute after its time. order: the policy's name (sessions/ordering/policies.py).

    lot: the SHA-256 of the seed of its draws by lot, in hex.
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


class SessionClosed(StreamEvent, frozen=True, kw_only=True, tag="session.closed"):
    """record: its slug. backing, held, not_counted: by question; totals: the number of questions by final state.

    lot_seed: the seed of the draws by lot, whose SHA-256 the opening said. answered_next_door: how many people found
    their answer in a question that was answered before, and did not ask; left out where nobody said so.
    """

    record: str
    backing: dict[Id, int]
    totals: dict[str, int]
    held: Later[dict[Id, int]] = UNSET
    not_counted: Later[dict[Id, int]] = UNSET
    lot_seed: Later[str] = UNSET
    answered_next_door: Later[int] = UNSET


class SessionSealed(StreamEvent, frozen=True, kw_only=True, tag="session.sealed"):
    """early_by: who sealed the record before the end of its correction window, and the reason for that."""

    early_by: Later[str] = UNSET
    reason: Later[str] = UNSET


class SessionCancelled(StreamEvent, frozen=True, kw_only=True, tag="session.cancelled"):
    reason: str


# What the room is told about questions


class QuestionQueued(StreamEvent, frozen=True, kw_only=True, tag="question.queued"):
    """text and label are None for a reader of the log once a moderator has removed the question.

    in_place_of: the withdrawn question that it was merged into before. asker: a random name of the person who asked,
    the same for all of their questions in this chat. first_time: nothing of theirs was public in an earlier chat of the
    ward. topic: one of sessions/contract/topics.py.
    """

    id: Id
    text: str | None
    kind: str
    label: str | None
    receipt: str
    asked_at: Moment
    in_place_of: Later[Id] = UNSET
    asker: Later[str] = UNSET
    first_time: Later[bool] = UNSET
    topic: Later[str] = UNSET


class QuestionWithdrawn(StreamEvent, frozen=True, kw_only=True, tag="question.withdrawn"):
    """Without its words. One that had been merged also says what it is, and which question it was merged into."""

    id: Id
    kind: Later[str] = UNSET
    receipt: Later[str] = UNSET
    asked_at: Later[Moment] = UNSET
    came_from: Later[Id] = field(default=UNSET, name="from")


class QuestionMerged(StreamEvent, frozen=True, kw_only=True, tag="question.merged"):
    """Without its words, which may never have been public."""

    id: Id
    into: Id
    kind: Later[str] = UNSET
    receipt: Later[str] = UNSET
    asked_at: Later[Moment] = UNSET


class QuestionUnmerged(StreamEvent, frozen=True, kw_only=True, tag="question.unmerged"):
    """It waits again, because that other question is gone; or a moderator took it out of the merge.

    If it comes back into the queue, question.queued follows.
    """

    id: Id
    kind: str
    receipt: str
    asked_at: Moment
    came_from: Id = field(name="from")


class QuestionUnited(StreamEvent, frozen=True, kw_only=True, tag="question.united"):
    """What a question stands for from now on, after others were merged into it, or a moderator gave them common words.

    asked: how many people asked it; scripts: in how many scripts. words: a moderator's words for all of them, None
    without any, or for a reader of the log once the question is removed.
    """

    id: Id
    asked: int
    scripts: int
    words: str | None


class QuestionTaken(StreamEvent, frozen=True, kw_only=True, tag="question.taken"):
    """passed_over: the questions before it in the declared order, with their backing; empty if it was the next.

    place: the place of the order that it took; left out for an override. by_lot: it was drawn. override: why another
    question than the next was taken (sessions/contract/overrides.py); next_was: that next question. support: how many
    people back each question in the queue whose number has changed since the log said it last.
    """

    id: Id
    backing: int
    passed_over: Later[dict[Id, int]] = UNSET
    place: Later[int] = UNSET
    by_lot: Later[bool] = UNSET
    override: Later[str] = UNSET
    next_was: Later[Id] = UNSET
    support: Later[dict[Id, int]] = UNSET
    held: Later[int] = UNSET
    not_counted: Later[int] = UNSET


class TopicSet(StreamEvent, frozen=True, kw_only=True, tag="question.topic_set"):
    """A moderator corrected the topic of a question in the queue."""

    id: Id
    topic: str


class QuestionReturned(StreamEvent, frozen=True, kw_only=True, tag="question.returned"):
    id: Id


class QuestionCorrected(StreamEvent, frozen=True, kw_only=True, tag="question.corrected"):
    """A typing fault, at the request of its author: these are its public words from now on."""

    id: Id
    text: str | None


class QuestionAnswered(StreamEvent, frozen=True, kw_only=True, tag="question.answered"):
    id: Id


class QuestionOnNotice(StreamEvent, frozen=True, kw_only=True, tag="question.on_notice"):
    """The office owes a written answer by that day."""

    id: Id
    due_on: Day


class QuestionDeclined(StreamEvent, frozen=True, kw_only=True, tag="question.declined"):
    """Appended while the chat session closes, without the question's words. commitment: of them."""

    id: Id
    kind: str
    receipt: str
    asked_at: Moment
    reason: str
    commitment: Later[str] = UNSET


class RemovedWords(Struct, frozen=True, kw_only=True):
    """of: the seq of the public event that brought them; field: its field. commitment: to the words, as a record has it
    (sessions/text/commitments.py); its salt is in no event."""

    of: int
    field: str
    commitment: str


class QuestionRemoved(StreamEvent, frozen=True, kw_only=True, tag="question.removed"):
    """A moderator removed it: from now on nobody is given its words. answers: nor those of its answers.

    commitment: of its words as asked, made when they were asked. words: all that had been public and no longer is.
    """

    id: Id
    reason: str
    backing: int
    held: Later[int] = UNSET
    not_counted: Later[int] = UNSET
    answers: Later[bool] = UNSET
    commitment: Later[str] = UNSET
    words: Later[list[RemovedWords]] = UNSET


class AnswerGiven(StreamEvent, frozen=True, kw_only=True, tag="answer.given"):
    """by: a name; office: the kind of office, or the duty. A final part ends the answer.

    written: it was given in writing after the chat was over, to a question on notice.
    """

    question: Id
    text: str | None
    by: str
    office: str
    final: bool
    written: Later[bool] = UNSET


class AnswerCorrected(StreamEvent, frozen=True, kw_only=True, tag="answer.corrected"):
    """of: the seq of the event that gave the words before."""

    question: Id
    of: int
    text: str | None
    by: str
    office: str


class NoticePosted(StreamEvent, frozen=True, kw_only=True, tag="notice.posted"):
    text: str | None


class NoticeCorrected(StreamEvent, frozen=True, kw_only=True, tag="notice.corrected"):
    """A typing fault. of: the seq of the notice's event."""

    of: int
    text: str | None


class QuestionRedacted(StreamEvent, frozen=True, kw_only=True, tag="question.redacted"):
    """Words of an earlier public event were destroyed, with their salt; a tombstone stands in their place.

    of: the seq of that event; what: its type; given_at: its moment; texts: which of its fields. id: the question that
    it is about; left out for a notice. ground: one of sessions/contract/redaction_grounds.py; authority: who ordered
    it, and by which paper. superseded: other common words of the question hold by now.
    """

    id: Later[Id] = UNSET
    of: int
    what: str
    given_at: Moment
    texts: list[str]
    ground: str
    authority: str
    superseded: Later[bool] = UNSET


class PromiseNoted(StreamEvent, frozen=True, kw_only=True, tag="promise.noted"):
    """A promise from an answer of this chat was made, or has taken a step: the record has it beside the answer.

    of: the seq of the event that gave the answer; left out for a written answer that is promised. step: "made",
    "proposed", or one of sessions/promises/transitions.py; state: what it led to. said: the exact words of the answer;
    what: in one sentence; text: what the office says of the step. Nothing is left of words that were withheld.
    """

    question: Id
    promise: Id
    number: str
    step: str
    state: str
    of: Later[int] = UNSET
    due_on: Later[Day] = UNSET
    said: Later[str | None] = UNSET
    what: Later[str | None] = UNSET
    text: Later[str | None] = UNSET


class OwedListed(StreamEvent, frozen=True, kw_only=True, tag="owed.listed"):
    """It stands on the list of what is owed from last time, with which the chat begins: in this order.

    A promise (its id and its words), or a complaint that is overdue for long; asked_as: the question of this chat that
    the complaint became. number: of the promise, or of the complaint. kind: act, answer, suggestion or complaint.
    left: how many more are owed that did not fit; said by the last one.
    """

    number: str
    kind: str
    what: str | None
    first_due_on: Day
    due_on: Day
    promise: Later[Id] = UNSET
    asked_as: Later[Id] = UNSET
    left: Later[int] = UNSET


class OwedAnswered(StreamEvent, frozen=True, kw_only=True, tag="owed.answered"):
    """What the office says of a promise that is owed. outcome: one of sessions/contract/owed_outcomes.py.

    text: the proof, or the reason. by, office: as in answer.given. due_on: the new day.
    """

    promise: Id
    number: str
    outcome: str
    text: str | None
    by: str
    office: str
    due_on: Later[Day] = UNSET


class OwedStepped(StreamEvent, frozen=True, kw_only=True, tag="owed.stepped"):
    """What became of a promise on the list since the chat began, but not in it: on its page, or by those who asked.

    state: it stands so now (PromiseState); due_on: its day now. The words are on its page.
    """

    promise: Id
    number: str
    state: str
    due_on: Later[Day] = UNSET


class SupportHeld(StreamEvent, frozen=True, kw_only=True, tag="support.held"):
    """number: how much support was held; backing: what counts now."""

    question: Id
    number: int
    backing: int


class DecidedBy(Struct, frozen=True, kw_only=True):
    """The office that decided, and its place: such as "ward 95", "borough X" or "city"."""

    office: str
    place: str = field(name="for")


class SupportSettled(StreamEvent, frozen=True, kw_only=True, tag="support.settled"):
    """A decision whether held support counts."""

    question: Id
    number: int
    backing: int
    counts: bool
    by: DecidedBy


# What only the desk is told


class HiddenPlace(Struct, frozen=True, kw_only=True):
    """A half-open range of code points of a question's words. checks: what it seems to hold, by the checks' names."""

    start: int
    end: int
    checks: list[str]


class DeskAsked(StreamEvent, frozen=True, kw_only=True, tag="question.asked"):
    """looks_like: the kinds of personal data that its words seem to hold; masked: the places where it is hidden.

    topic: the one that its author chose. commitment: of its words as asked, whatever is hidden from the public
    (sessions/text/commitments.py), in unpadded base64url. Its salt is in no event.
    """

    id: Id
    text: str
    kind: str
    label: str
    receipt: str
    asked_at: Moment
    version: int
    looks_like: Later[list[str]] = UNSET
    topic: Later[str] = UNSET
    commitment: Later[str] = UNSET
    masked: Later[list[HiddenPlace]] = UNSET


class DeskChange(StreamEvent, frozen=True, kw_only=True):
    """What every event about a question at the desk has: its state and version from now on."""

    id: Id
    state: str
    version: int


class DeskDecision(DeskChange, frozen=True, kw_only=True):
    """claimed_by: the name of the moderator who is looking at it; commitment: of its words, for the public ledger."""

    claimed_by: Later[str | None] = UNSET
    commitment: Later[str] = UNSET


class DeskClaimed(DeskDecision, frozen=True, kw_only=True, tag="question.claimed"):
    """until: the end of the claim, unless it is renewed. An older log does not say it."""

    until: Later[Moment] = UNSET


class DeskReleased(DeskDecision, frozen=True, kw_only=True, tag="question.released"):
    pass


class DeskUnmasked(DeskChange, frozen=True, kw_only=True, tag="question.unmasked"):
    """masked: the places that are still hidden from the public."""

    masked: list[HiddenPlace]


class DeskApproved(DeskDecision, frozen=True, kw_only=True, tag="question.approved"):
    pass


class DeskHeld(DeskDecision, frozen=True, kw_only=True, tag="question.held"):
    pass


class DeskDeclined(DeskDecision, frozen=True, kw_only=True, tag="question.declined"):
    reason: str
    note: str | None


class DeskReopened(DeskDecision, frozen=True, kw_only=True, tag="question.reopened"):
    """It was declined by mistake, and waits again. note: why, for its author."""

    reason: None
    note: str


class DeskRemoved(DeskDecision, frozen=True, kw_only=True, tag="question.removed"):
    reason: str
    note: str | None
    reports: Later[int] = UNSET


class AppealMade(DeskChange, frozen=True, kw_only=True, tag="appeal.made"):
    """Its author appeals against the refusal or the removal. words: for the moderator who decides before due_at.

    reason and note: of that decision, as before.
    """

    reason: str
    note: str | None
    words: str | None
    due_at: Moment
    commitment: Later[str] = UNSET


class AppealDecided(DeskChange, frozen=True, kw_only=True, tag="appeal.decided"):
    """appeal: upheld (the decision stands) or overturned. reason: of that decision; note: why, for its author."""

    reason: str
    appeal: str
    note: str
    commitment: Later[str] = UNSET


class CorrectionAsked(DeskChange, frozen=True, kw_only=True, tag="correction.asked"):
    """Its author asks for a correction of its words in the draft record. The words stand in no event until then."""


class CorrectionDecided(DeskChange, frozen=True, kw_only=True, tag="correction.decided"):
    """A moderator's decision. If it was accepted, question.corrected follows in the public stream.

    commitment: of the question's words as asked.
    """

    accepted: bool
    commitment: Later[str] = UNSET


class DeskMerged(DeskDecision, frozen=True, kw_only=True, tag="question.merged"):
    into: Id


class DeskReworded(DeskChange, frozen=True, kw_only=True, tag="question.reworded"):
    """words: those that a moderator has given to a question and to all that were merged into it."""

    words: str


class DeskUnmerged(DeskDecision, frozen=True, kw_only=True, tag="question.unmerged"):
    """The question that it was merged into is gone: it waits again."""

    into: None
    in_place_of: Id


class DeskSeparated(DeskDecision, frozen=True, kw_only=True, tag="question.separated"):
    """A moderator took it out of a merge: it is in the queue again, or waits. note: why, for its author."""

    into: None
    note: str


class DeskRequeued(DeskDecision, frozen=True, kw_only=True, tag="question.requeued"):
    """It took the place of the question that it was merged into."""

    into: None
    in_place_of: Id


class DeskWithdrawn(DeskDecision, frozen=True, kw_only=True, tag="question.withdrawn"):
    """in_place_of: None if its author withdrew it after the question that it was merged into was gone."""

    into: Later[None] = UNSET
    in_place_of: Later[Id | None] = UNSET


class PendingDecision(Struct, frozen=True, kw_only=True):
    """A decision that takes effect at `until`, unless it is undone. reason: where the decision has one."""

    decision: str
    until: Moment
    reason: Later[str] = UNSET


class DeskDecisionPending(DeskDecision, frozen=True, kw_only=True, tag="question.decision_pending"):
    """The moderator who claimed it has decided. Nothing has changed yet, and its author is not told."""

    until: Moment
    pending: PendingDecision


class DeskDecisionUndone(DeskDecision, frozen=True, kw_only=True, tag="question.decision_undone"):
    """The waiting decision does not take effect. why: left out if its moderator has undone it, else a code."""

    until: Later[Moment] = UNSET
    why: Later[str] = UNSET


class DeskPassedOn(DeskDecision, frozen=True, kw_only=True, tag="question.passed_on"):
    """passed_on: the names of the moderators who leave it to their colleagues, because it concerns them."""

    passed_on: list[str]


class DeskNoted(DeskChange, frozen=True, kw_only=True, tag="question.noted"):
    """A moderator's note to the colleagues. It changes nothing about the question, and so not its version either."""

    by: str
    text: str


class DeskTaken(DeskChange, frozen=True, kw_only=True, tag="question.taken"):
    pass


class DeskReturned(DeskChange, frozen=True, kw_only=True, tag="question.returned"):
    pass


class DeskAnswered(DeskChange, frozen=True, kw_only=True, tag="question.answered"):
    pass


class DeskAnsweredInPart(DeskChange, frozen=True, kw_only=True, tag="question.answered_in_part"):
    pass


class DeskOnNotice(DeskChange, frozen=True, kw_only=True, tag="question.on_notice"):
    due_on: Day


class DeskTopicSet(DeskChange, frozen=True, kw_only=True, tag="question.topic_set"):
    topic: str


class DeskRedacted(DeskChange, frozen=True, kw_only=True, tag="question.redacted"):
    """What the desk wrote about it was destroyed: notes, reports, appeals; and texts: "text", "label" of itself.

    Redacted words are None or empty for every reader of the log (sessions/log/desk_words.py).
    """

    texts: list[str]
    ground: str


class DeskReported(DeskChange, frozen=True, kw_only=True, tag="question.reported"):
    """reports: the number that nobody has dealt with, including this one. reported_for: a code; due_at: its clock."""

    why: str
    reports: int
    reported_for: Later[str] = UNSET
    due_at: Later[Moment] = UNSET


class DeskReportsDismissed(DeskChange, frozen=True, kw_only=True, tag="question.reports_dismissed"):
    """commitment: of the question's words."""

    reports: int
    commitment: Later[str] = UNSET


class DecisionReread(StreamEvent, frozen=True, kw_only=True, tag="decision.reread"):
    """Another moderator, who did not know the decision, has read a question again. decision: approve or decline."""

    decision: str
    agrees: bool
    commitment: Later[str] = UNSET


class ResidentMuted(StreamEvent, frozen=True, kw_only=True, tag="resident.muted"):
    """question: the one that led to it; questions: all that this person has asked here."""

    question: Id
    minutes: int
    until: Later[Moment] = UNSET
    questions: Later[list[Id]] = UNSET


class ResidentUnmuted(StreamEvent, frozen=True, kw_only=True, tag="resident.unmuted"):
    question: Id
    questions: list[Id]


class ResidentBanned(StreamEvent, frozen=True, kw_only=True, tag="resident.banned"):
    question: Id
    days: int


class OfficialCalled(StreamEvent, frozen=True, kw_only=True, tag="official.called"):
    question: Id
    official: Id
    label: str


class OfficialSentBack(StreamEvent, frozen=True, kw_only=True, tag="official.sent_back"):
    question: Id
    official: Id
    label: str


SessionEvent = (
    SessionAnnounced
    | SessionMoved
    | SessionHandedOver
    | SessionOpened
    | SessionWarned
    | SessionExtended
    | SessionSlowed
    | SessionClosed
    | SessionSealed
    | SessionCancelled
)
QuestionEvent = (
    QuestionQueued
    | QuestionWithdrawn
    | QuestionMerged
    | QuestionUnmerged
    | QuestionUnited
    | QuestionTaken
    | TopicSet
    | QuestionCorrected
    | QuestionReturned
    | QuestionAnswered
    | QuestionOnNotice
    | QuestionDeclined
    | QuestionRemoved
)
OwedEvent = OwedListed | OwedAnswered | OwedStepped
PublicEvent = (
    SessionEvent
    | QuestionEvent
    | OwedEvent
    | AnswerGiven
    | AnswerCorrected
    | NoticePosted
    | NoticeCorrected
    | QuestionRedacted
    | PromiseNoted
    | SupportHeld
    | SupportSettled
)
AuthorsEvent = (
    DeskAsked
    | DeskClaimed
    | DeskReleased
    | DeskUnmasked
    | DeskApproved
    | DeskHeld
    | DeskDeclined
    | DeskReopened
    | DeskRemoved
    | DeskMerged
    | DeskReworded
    | DeskUnmerged
    | DeskSeparated
    | DeskRequeued
    | DeskWithdrawn
    | DeskTaken
    | DeskReturned
    | DeskAnswered
    | DeskAnsweredInPart
    | DeskOnNotice
    | DeskTopicSet
    | DeskRedacted
    | DeskReported
    | DeskReportsDismissed
    | AppealMade
    | AppealDecided
    | CorrectionAsked
    | CorrectionDecided
)
"""The desk's events that the question's author is told privately."""

DesksOwnEvent = DeskDecisionPending | DeskDecisionUndone | DeskPassedOn | DeskNoted
"""What only moderators are told about a question."""

DeskEvent = (
    AuthorsEvent
    | DesksOwnEvent
    | DecisionReread
    | ResidentMuted
    | ResidentUnmuted
    | ResidentBanned
    | OfficialCalled
    | OfficialSentBack
)
AnyEvent = PublicEvent | DeskEvent
