"""Events that only the desk gets; a question's author gets some of those about the question."""

from msgspec import UNSET, Struct

from sessions.log.events.fields import Day, Id, Later, Moment, StreamEvent


class HiddenPlace(Struct, frozen=True, kw_only=True):
    """A half-open range of code points of a question's words. checks: what it seems to hold, by the checks' names."""

    start: int
    end: int
    checks: list[str]


class DeskAsked(StreamEvent, frozen=True, kw_only=True, tag="question.asked"):
    """A question arrived at the desk.

    looks_like: the kinds of personal data that its words seem to hold; masked: the places where it is hidden.

    topic: the one that its author chose. commitment: of its words as asked, whatever is hidden from the public
    (sessions/platform/text/commitments.py), in unpadded base64url. Its salt is in no event. carried_from: the receipt
    of the question of the chat before, which nobody had read.
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
    carried_from: Later[str] = UNSET


class DeskChange(StreamEvent, frozen=True, kw_only=True):
    """What every event about a question at the desk has: its state and version from now on."""

    id: Id
    state: str
    version: int


class DeskDecision(DeskChange, frozen=True, kw_only=True):
    """A moderator decided about a question.

    claimed_by: the name of the moderator who is looking at it; commitment: of its words, for the public ledger.
    """

    claimed_by: Later[str | None] = UNSET
    commitment: Later[str] = UNSET


class DeskClaimed(DeskDecision, frozen=True, kw_only=True, tag="question.claimed"):
    """A moderator claimed a question.

    until: the end of the claim, unless it is renewed. An older log does not say it.
    """

    until: Later[Moment] = UNSET


class DeskReleased(DeskDecision, frozen=True, kw_only=True, tag="question.released"):
    pass


class DeskUnmasked(DeskChange, frozen=True, kw_only=True, tag="question.unmasked"):
    """A moderator uncovered places of a question. masked: the places that are still hidden from the public."""

    masked: list[HiddenPlace]


class DeskApproved(DeskDecision, frozen=True, kw_only=True, tag="question.approved"):
    pass


class DeskHeld(DeskDecision, frozen=True, kw_only=True, tag="question.held"):
    pass


class DeskDeclined(DeskDecision, frozen=True, kw_only=True, tag="question.declined"):
    reason: str
    note: str | None


class DeskReopened(DeskDecision, frozen=True, kw_only=True, tag="question.reopened"):
    """A question that was declined by mistake waits again. note: why, for its author."""

    reason: None
    note: str


class DeskRemoved(DeskDecision, frozen=True, kw_only=True, tag="question.removed"):
    reason: str
    note: str | None
    reports: Later[int] = UNSET


class AppealMade(DeskChange, frozen=True, kw_only=True, tag="appeal.made"):
    """An author appeals against a refusal or removal. words: for the moderator who decides before due_at.

    reason and note: of that decision, as before.
    """

    reason: str
    note: str | None
    words: str | None
    due_at: Moment
    commitment: Later[str] = UNSET


class AppealDecided(DeskChange, frozen=True, kw_only=True, tag="appeal.decided"):
    """An appeal was decided.

    appeal: upheld (the decision stands), overturned, or withdrawn with the account. reason: of that decision.

    note: why, for its author.
    """

    reason: str
    appeal: str
    note: str
    commitment: Later[str] = UNSET


class CorrectionAsked(DeskChange, frozen=True, kw_only=True, tag="correction.asked"):
    """An author asks to correct a question's words in the draft record. No event has the new words until accepted."""


class CorrectionDecided(DeskChange, frozen=True, kw_only=True, tag="correction.decided"):
    """A moderator's decision. If it was accepted, question.corrected follows in the public stream.

    commitment: of the question's words as asked.
    """

    accepted: bool
    commitment: Later[str] = UNSET


class DeskMerged(DeskDecision, frozen=True, kw_only=True, tag="question.merged"):
    into: Id


class DeskReworded(DeskChange, frozen=True, kw_only=True, tag="question.reworded"):
    """A moderator gave a question, and all that were merged into it, common words."""

    words: str


class DeskUnmerged(DeskDecision, frozen=True, kw_only=True, tag="question.unmerged"):
    """A question waits again, because the question that it was merged into is gone."""

    into: None
    in_place_of: Id


class DeskSeparated(DeskDecision, frozen=True, kw_only=True, tag="question.separated"):
    """A moderator took a question out of a merge: it is queued again, or waits. note: why, for its author."""

    into: None
    note: str


class DeskRequeued(DeskDecision, frozen=True, kw_only=True, tag="question.requeued"):
    """A question took the place of the question that it was merged into."""

    into: None
    in_place_of: Id


class DeskWithdrawn(DeskDecision, frozen=True, kw_only=True, tag="question.withdrawn"):
    """A question was withdrawn.

    in_place_of: None if its author withdrew it after the question that it was merged into was gone.
    """

    into: Later[None] = UNSET
    in_place_of: Later[Id | None] = UNSET


class PendingDecision(Struct, frozen=True, kw_only=True):
    """A decision that takes effect at `until`, unless it is undone. reason: where the decision has one."""

    decision: str
    until: Moment
    reason: Later[str] = UNSET


class DeskDecisionPending(DeskDecision, frozen=True, kw_only=True, tag="question.decision_pending"):
    """A question's claiming moderator has decided. Nothing has changed yet, and its author is not told."""

    until: Moment
    pending: PendingDecision


class DeskDecisionUndone(DeskDecision, frozen=True, kw_only=True, tag="question.decision_undone"):
    """The waiting decision does not take effect. why: left out if its moderator has undone it, else a code."""

    until: Later[Moment] = UNSET
    why: Later[str] = UNSET


class DeskPassedOn(DeskDecision, frozen=True, kw_only=True, tag="question.passed_on"):
    """Moderators leave a question to their colleagues, because it concerns them. passed_on: their names."""

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
    """Notes, reports and appeals about a question were destroyed, and its own fields in texts: "text", "label".

    Redacted words are None or empty for every reader of the log (sessions/log/redactable_desk_fields.py).
    """

    texts: list[str]
    ground: str


class DeskReported(DeskChange, frozen=True, kw_only=True, tag="question.reported"):
    """A question was reported.

    reports: the number that nobody has dealt with, including this one. reported_for: a code; due_at: its clock.
    """

    why: str
    reports: int
    reported_for: Later[str] = UNSET
    due_at: Later[Moment] = UNSET


class DeskReportsDismissed(DeskChange, frozen=True, kw_only=True, tag="question.reports_dismissed"):
    """Reports of a question were dismissed. commitment: of the question's words."""

    reports: int
    commitment: Later[str] = UNSET


class DecisionReread(StreamEvent, frozen=True, kw_only=True, tag="decision.reread"):
    """Another moderator, who did not know the decision, has read a question again. decision: approve or decline."""

    decision: str
    agrees: bool
    commitment: Later[str] = UNSET


class ResidentMuted(StreamEvent, frozen=True, kw_only=True, tag="resident.muted"):
    """A resident was muted. question: the one that led to it; questions: all that this person has asked here."""

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
