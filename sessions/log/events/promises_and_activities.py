"""What the month logs of wards and boroughs tell of promises, activities and digests.

All of them are public. The words are an office's: they go where an answer is redacted from which they are, or an
activity is withdrawn (sessions/log/withheld_words.py).
"""

from msgspec import UNSET

from sessions.log.events.fields import Day, Id, Later, StreamEvent

CLAIM_ENDS = ("unconfirmed", "unconfirmable")
"""Steps by which the log tells that nobody confirmed a claim in time; after the second one nobody could."""


class PromiseProposed(StreamEvent, frozen=True, kw_only=True, tag="promise.proposed"):
    """A moderator marked words of an answer as a promise. confirm_by: until then the office says whether it is one."""

    id: Id
    number: str
    chat: Id
    question: Id
    said: str | None
    what: str | None
    version: int
    confirm_by: Day
    due_on: Later[Day] = UNSET


class PromiseMade(StreamEvent, frozen=True, kw_only=True, tag="promise.made"):
    """An office owes it from now on.

    kind: act, answer or suggestion. by: how it was made (PromiseBy). said: the words of the answer, exactly; what: in
    one sentence. chat, question: of the answer; matter: the suggestion. office: its kind; holder: the name in the log.
    """

    id: Id
    number: str
    kind: str
    by: str
    what: str | None
    due_on: Day
    office: str
    holder: str
    version: int
    said: Later[str | None] = UNSET
    where: Later[str | None] = UNSET
    budget_line: Later[str | None] = UNSET
    chat: Later[Id] = UNSET
    question: Later[Id] = UNSET
    matter: Later[Id] = UNSET


class PromiseStepped(StreamEvent, frozen=True, kw_only=True, tag="promise.stepped"):
    """A step of a promise. step: a name of sessions/models/promises/transitions.py; state: what it led to.

    by: office, resident, supporters, moderator or clock. text: what the office says of it. due_on: the new day.
    kept, not_kept: what those who were asked have said. holder: of the office that has it now. into: the number of the
    promise that it was joined with. chat: in which it was said.
    """

    id: Id
    number: str
    step: str
    state: str
    version: int
    by: str
    text: Later[str | None] = UNSET
    due_on: Later[Day] = UNSET
    kept: Later[int] = UNSET
    not_kept: Later[int] = UNSET
    holder: Later[str] = UNSET
    into: Later[str] = UNSET
    chat: Later[Id] = UNSET


class ActivityPublished(StreamEvent, frozen=True, kw_only=True, tag="activity.published"):
    """Published, or published again with changed words.

    title, text: in one language of those that it has; translations: in the others, as title_bn and text_bn. promises,
    matters: the numbers of those that it answers.
    """

    id: Id
    number: str
    title: str | None
    text: str | None
    language: str
    is_planned: bool
    on_day: Day
    version: int
    category: Later[str] = UNSET
    landmark: Later[str | None] = UNSET
    budget_line: Later[str | None] = UNSET
    amount_paise: Later[int] = UNSET
    source_link: Later[str | None] = UNSET
    promises: Later[list[str]] = UNSET
    matters: Later[list[str]] = UNSET
    translations: Later[dict[str, str | None]] = UNSET


class ActivityWithdrawn(StreamEvent, frozen=True, kw_only=True, tag="activity.withdrawn"):
    """An activity was withdrawn. reason: the office's words; None once they are redacted."""

    id: Id
    number: str
    version: int
    reason: str | None


class ActivityPhotoShown(StreamEvent, frozen=True, kw_only=True, tag="activity.photo_shown"):
    """A photo of an activity was shown. moment: before, during or after. alt: what can be seen."""

    id: Id
    number: str
    photo: Id
    moment: str
    alt: str | None
    width: int
    height: int


class ActivityPhotoHidden(StreamEvent, frozen=True, kw_only=True, tag="activity.photo_hidden"):
    id: Id
    number: str
    photo: Id


class DigestMade(StreamEvent, frozen=True, kw_only=True, tag="digest.made"):
    """The digest of the month before was made for this ward, once; sha256: of its document, by language."""

    month: Day
    sha256: dict[str, str]
