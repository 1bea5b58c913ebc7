"""What the room is told about questions, answers, notices, promises and support."""

from msgspec import UNSET, Struct, field

from sessions.log.events.fields import Day, Id, Later, Moment, StreamEvent


class QuestionQueued(StreamEvent, frozen=True, kw_only=True, tag="question.queued"):
    """text and label are None for a reader of the log once a moderator has removed the question.

    in_place_of: the withdrawn question that it was merged into before. asker: a name of the person who asked, the same
    for all of their questions in this chat, which nobody can choose (sessions/ordering/lots.py). commitment: to the
    words as asked, which has a part in the draws; an older log does not say it. first_time: nothing of theirs was
    public in an earlier chat of the ward. topic: one of sessions/contract/topics.py. standing: whether the support of
    the person who asked counts now (counted, held, not_counted): where it does not, the question comes after all
    others; an older log does not say it.
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
    standing: Later[str] = UNSET
    commitment: Later[str] = UNSET


class QuestionWithdrawn(StreamEvent, frozen=True, kw_only=True, tag="question.withdrawn"):
    """A question was withdrawn. No words; a merged one also says its facts and the question it was merged into."""

    id: Id
    kind: Later[str] = UNSET
    receipt: Later[str] = UNSET
    asked_at: Later[Moment] = UNSET
    came_from: Later[Id] = field(default=UNSET, name="from")


class QuestionMerged(StreamEvent, frozen=True, kw_only=True, tag="question.merged"):
    """A question was merged. Its words, perhaps never public, are left out. commitment: of the words as asked."""

    id: Id
    into: Id
    kind: Later[str] = UNSET
    receipt: Later[str] = UNSET
    asked_at: Later[Moment] = UNSET
    commitment: Later[str] = UNSET


class QuestionUnmerged(StreamEvent, frozen=True, kw_only=True, tag="question.unmerged"):
    """A merged question waits again: the other question is gone, or a moderator took it out of the merge.

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


class BeaconRound(Struct, frozen=True, kw_only=True):
    """A beacon's round as a drand relay sends it. randomness: in hex, the SHA-256 of the signature's bytes."""

    round: int
    randomness: str
    signature: str


class QuestionTaken(StreamEvent, frozen=True, kw_only=True, tag="question.taken"):
    """A question was taken.

    passed_over: the questions before it in the declared order, with their backing; empty if it was the next.

    place: the place of the order that it took; left out for an override. by_lot: it was drawn. override: why another
    question than the next was taken (sessions/contract/overrides.py); next_was: that next question. beacon: the round
    that the draw of the next question mixed in; left out where the chat has no beacon, or no round was there. support:
    how many people back each question in the queue whose number has changed since the log said it last. support_root:
    of the tree of those who back it (sessions/chats/support/support_trees.py).
    """

    id: Id
    backing: int
    passed_over: Later[dict[Id, int]] = UNSET
    place: Later[int] = UNSET
    by_lot: Later[bool] = UNSET
    override: Later[str] = UNSET
    next_was: Later[Id] = UNSET
    beacon: Later[BeaconRound] = UNSET
    support: Later[dict[Id, int]] = UNSET
    support_root: Later[str] = UNSET
    held: Later[int] = UNSET
    not_counted: Later[int] = UNSET


class TopicSet(StreamEvent, frozen=True, kw_only=True, tag="question.topic_set"):
    """A moderator corrected the topic of a question in the queue."""

    id: Id
    topic: str


class StandingSet(StreamEvent, frozen=True, kw_only=True, tag="question.standing_set"):
    """The support of those who ask a question that waits, or is being answered, has another standing from now on.

    A clerk has decided about their account, it is held, or others who ask the same were merged into the question.
    """

    id: Id
    standing: str


class QuestionReturned(StreamEvent, frozen=True, kw_only=True, tag="question.returned"):
    id: Id


class QuestionCorrected(StreamEvent, frozen=True, kw_only=True, tag="question.corrected"):
    """A question's typing fault was corrected at its author's request: these are its public words from now on."""

    id: Id
    text: str | None


class QuestionAnswered(StreamEvent, frozen=True, kw_only=True, tag="question.answered"):
    id: Id


class QuestionOnNotice(StreamEvent, frozen=True, kw_only=True, tag="question.on_notice"):
    """The office owes a written answer by that day."""

    id: Id
    due_on: Day


class QuestionDeclined(StreamEvent, frozen=True, kw_only=True, tag="question.declined"):
    """Appended while the chat session closes, without the question's words. commitment: of these words."""

    id: Id
    kind: str
    receipt: str
    asked_at: Moment
    reason: str
    commitment: Later[str] = UNSET


class QuestionUndecided(StreamEvent, frozen=True, kw_only=True, tag="question.undecided"):
    """Appended while the chat session closes: nobody has decided about a question. commitment: of its unsaid words.

    state: waiting, for one that no moderator has decided to hold or to let through, or held.
    """

    id: Id
    kind: str
    receipt: str
    asked_at: Moment
    state: str
    commitment: Later[str] = UNSET


class RemovedWords(Struct, frozen=True, kw_only=True):
    """The place of words that were removed.

    of: the seq of the public event that brought them; field: its field. commitment: to the words, as a record has it
    (sessions/platform/text/commitments.py); its salt is in no event.
    """

    of: int
    field: str
    commitment: str


class QuestionRemoved(StreamEvent, frozen=True, kw_only=True, tag="question.removed"):
    """A moderator removed a question: from now on nobody gets its words. answers: whether they went, too.

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
    """An answer, or a part of it. by: a name; office: the kind of office, or the duty. A final part ends the answer.

    written: it was given in writing after the chat was over, to a question on notice.
    """

    question: Id
    text: str | None
    by: str
    office: str
    final: bool
    written: Later[bool] = UNSET


class AnswerCorrected(StreamEvent, frozen=True, kw_only=True, tag="answer.corrected"):
    """An answer was corrected. of: the seq of the event that gave the words before."""

    question: Id
    of: int
    text: str | None
    by: str
    office: str


class NoticePosted(StreamEvent, frozen=True, kw_only=True, tag="notice.posted"):
    text: str | None


class NoticeCorrected(StreamEvent, frozen=True, kw_only=True, tag="notice.corrected"):
    """A notice's typing fault was corrected. of: the seq of the notice's event."""

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
    "proposed", or one of sessions/models/promises/transitions.py; state: what it led to. said: the exact words of the
    answer; what: in one sentence; text: what the office says of the step. Nothing is left of words that were withheld.
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
    """An item of the list of what is owed from last time. The chat begins with this list, in the order of its events.

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
    """What the office says about a promise that is owed. outcome: one of sessions/contract/owed_outcomes.py.

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
    """Support of a question was held back. number: how much support was held; backing: what counts now."""

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
