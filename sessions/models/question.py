"""Questions of residents, their backings, answers and mutes."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.models.chat_session import ChatSessionState
from sessions.models.outcomes import QuestionOutcome, outcome_of
from sessions.platform.text.labels import OUTCOME_WORDS
from sessions.platform.text.masking import mask


class QuestionKind(models.TextChoices):
    QUESTION = "question", _("Question")
    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", _("Suggestion")


class QuestionState(models.TextChoices):
    WAITING = "waiting", OUTCOME_WORDS["waiting"]
    HELD = "held", OUTCOME_WORDS["held"]
    QUEUED = "queued", OUTCOME_WORDS["queued"]
    DECLINED = "declined", OUTCOME_WORDS["declined"]
    MERGED = "merged", OUTCOME_WORDS["merged"]
    WITHDRAWN = "withdrawn", OUTCOME_WORDS["withdrawn"]
    ON_FLOOR = "on_floor", OUTCOME_WORDS["on_floor"]
    ANSWERED = "answered", OUTCOME_WORDS["answered"]
    ON_NOTICE = "on_notice", OUTCOME_WORDS["on_notice"]
    REMOVED = "removed", OUTCOME_WORDS["removed"]


class Standing(models.TextChoices):
    """Whether a person's support counts. Only counted support orders the queue."""

    COUNTED = "counted", _("Counted")
    HELD = "held", _("Set aside until a clerk decides")
    NOT_COUNTED = "not_counted", _("Not counted")


class QuestionQuerySet(models.QuerySet["Question"]):
    def with_in_part(self) -> "QuestionQuerySet":
        """Annotate each question with is_in_part: whether the councillor has answered any part of it."""
        return self.annotate(is_in_part=models.Exists(Answer.objects.filter(question=models.OuterRef("pk"))))

    def with_askings(self) -> "QuestionQuerySet":
        """Annotate each question with asked_again and asked_before: its receipts in the next and the previous chat."""
        again = Question.objects.filter(carried_from=models.OuterRef("pk")).order_by().values("receipt")
        return self.annotate(asked_again=models.Subquery(again[:1]), asked_before=models.F("carried_from__receipt"))

    def queued(self) -> "QuestionQuerySet":
        return self.filter(state=QuestionState.QUEUED)

    def on_floor(self) -> "QuestionQuerySet":
        return self.filter(state=QuestionState.ON_FLOOR)

    def declined(self) -> "QuestionQuerySet":
        """Filter declined questions, in the order in which they were asked."""
        return self.filter(state=QuestionState.DECLINED).order_by("asked_at", "id")

    def undecided(self) -> "QuestionQuerySet":
        """Filter questions that are held or were never read, in the order in which they were asked."""
        return self.filter(state__in=UNDECIDED_STATES).order_by("asked_at", "id")

    def owed(self) -> "QuestionQuerySet":
        """Questions of chats that are over to which a written answer is owed; the first day that was promised first."""
        over = (ChatSessionState.CLOSED, ChatSessionState.SEALED)
        rows = self.filter(state=QuestionState.ON_NOTICE, chat_session__state__in=over)
        return rows.order_by("due_on", "asked_at")

    def removed(self) -> "QuestionQuerySet":
        return self.filter(state=QuestionState.REMOVED)

    def without_answers(self) -> "QuestionQuerySet":
        """Filter removed questions whose answers were removed with them."""
        return self.removed().filter(are_answers_removed=True)

    def public(self) -> "QuestionQuerySet":
        """Questions whose words everybody may read now."""
        return self.filter(state__in=PUBLIC_STATES)


UNDECIDED_STATES = (QuestionState.WAITING, QuestionState.HELD)
"""States in which nobody has decided yet whether the question becomes public."""

ANSWERED_STATES = (QuestionState.ANSWERED, QuestionState.ON_NOTICE)
"""States of a question that was answered in the chat, or got the promise of a written answer."""

PUBLIC_STATES = (QuestionState.QUEUED, QuestionState.ON_FLOOR, QuestionState.ANSWERED, QuestionState.ON_NOTICE)


class Question(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # No index of its own: the index by state begins with it, and on a full evening every index costs many writes. That
    # index ends with the author, so that it also finds a person's own questions.
    chat_session = models.ForeignKey(
        "chat_sessions.ChatSession", on_delete=models.PROTECT, related_name="questions", db_index=False
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="questions")
    kind = models.CharField(max_length=12, choices=QuestionKind)
    text = models.TextField(help_text=_("The words of the person who asked, whatever is hidden from others."))
    masked = models.JSONField(
        null=True,
        blank=True,
        default=None,
        help_text=_("The places that are hidden from the public. Empty for a question from before they were kept."),
    )
    label = models.TextField(help_text=_("The name under which it is shown in the chat."))
    receipt = models.CharField(max_length=11, unique=True)
    commitment = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text=_("Of the words, as the log has it; blank for older questions."),
    )
    appeal = models.CharField(
        max_length=12,
        blank=True,
        default="",
        db_default="",
        help_text=_("Where the appeal of its author stands: made, upheld or overturned; blank for none."),
    )
    salt = models.TextField(
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("Only for the author, who proves the words with it; blank once the author is deleted."),
    )
    state = models.CharField(max_length=12, choices=QuestionState, default=QuestionState.WAITING)
    version = models.PositiveIntegerField(
        default=1, help_text=_("Raised by every change, so that decisions can name it.")
    )
    asked_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=32, blank=True)
    note = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    merged_from = models.CharField(
        max_length=12,
        choices=QuestionState,
        blank=True,
        default="",
        db_default="",
        help_text=_("The state in which it was merged."),
    )
    successor_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        help_text=_("The question into which it had been merged until that one was withdrawn or removed."),
    )
    carried_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_to",
        db_index=False,
        help_text=_("The question of the ward’s chat before, of which this is the second asking: nobody had read it."),
    )
    are_answers_removed = models.BooleanField(
        default=False, db_default=False, help_text=_("Removed with the words of its answers, which repeat its own.")
    )
    united_words = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text=_("A moderator’s words for it and for all that were merged into it; none once it is removed."),
    )
    due_on = models.DateField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="claims"
    )
    claimed_until = models.DateTimeField(
        null=True, blank=True, help_text=_("When the claim ends, unless it is renewed.")
    )
    pending = models.JSONField(
        null=True, blank=True, help_text=_("A decision of the moderator who claimed it that can still be undone.")
    )
    pending_until = models.DateTimeField(null=True, blank=True, help_text=_("When that decision takes effect."))
    backing = models.PositiveIntegerField(
        default=0, help_text=_("How many supporters count: read at every tick, so counted once when it changes.")
    )
    backing_held = models.PositiveIntegerField(
        default=0, db_default=0, help_text=_("How many are set aside until a clerk decides.")
    )
    backing_not_counted = models.PositiveIntegerField(default=0, db_default=0, help_text=_("How many do not count."))

    topic = models.CharField(max_length=16, blank=True, default="", db_default="")
    asker = models.CharField(
        max_length=16,
        blank=True,
        default="",
        db_default="",
        help_text=_("The author's random name in this chat's log; set when the question first becomes public."),
    )
    first_time = models.BooleanField(
        default=False, db_default=False, help_text=_("Nothing of its author was public in an earlier chat of the ward.")
    )
    standing = models.CharField(
        max_length=12,
        choices=Standing,
        default=Standing.COUNTED,
        db_default=Standing.COUNTED.value,
        help_text=_("Whether the support of those who ask it counted when it became public, or as the log said since."),
    )
    backing_told = models.PositiveIntegerField(
        default=0, db_default=0, help_text=_("How many supporters the log said last.")
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at",)
        indexes = [
            models.Index(fields=("chat_session", "state", "author"), name="question_by_state"),
            models.Index(
                fields=("pending_until",), condition=models.Q(pending_until__isnull=False), name="pending_decision"
            ),
            models.Index(fields=("due_on",), condition=models.Q(state="on_notice"), name="owed_answer"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("chat_session",), condition=models.Q(state="on_floor"), name="one_question_on_the_floor"
            ),
            models.UniqueConstraint(
                fields=("carried_from",), condition=models.Q(carried_from__isnull=False), name="carried_over_once"
            ),
        ]

    is_in_part: bool
    """Exists only where with_in_part() loaded it."""

    def __str__(self) -> str:
        return self.receipt

    @property
    def public_text(self) -> str:
        """The words that everybody may read once the question is public: those of its author, with the masks."""
        return mask(self.text, self.masked or ())

    @property
    def outcome(self) -> QuestionOutcome:
        """The outcome. Needs with_in_part() and the chat session."""
        return outcome_of(
            self.state,
            chat=self.chat_session.state,
            has_answers=self.is_in_part,
            is_successor=self.successor_of_id is not None,
        )

    @property
    def is_public(self) -> bool:
        """Whether the room shows it now."""
        return self.state in PUBLIC_STATES

    @property
    def has_been_public(self) -> bool:
        """Whether its words were ever in the queue: then the public stream and the record hold them, unless removed."""
        return self.queued_at is not None


class Backing(models.Model):
    """One person's support for one question."""

    # No index of its own: the constraint's index begins with it.
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="backings", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="backings")
    backed_at = models.DateTimeField()
    standing = models.CharField(
        max_length=12, choices=Standing, default=Standing.COUNTED, db_default=Standing.COUNTED.value
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=("question", "person"), name="one_backing_per_person")]

    def __str__(self) -> str:
        return f"Backing of {self.question_id}"


class Answer(models.Model):
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()
    office = models.ForeignKey("chat_sessions.Office", on_delete=models.PROTECT, related_name="answers")
    role = models.CharField(max_length=16, blank=True, help_text=_("Blank where the holder of the office answered."))
    by = models.TextField(blank=True, help_text=_("The name of who answered in another role."))
    final = models.BooleanField()
    given_at = models.DateTimeField()
    seq = models.PositiveIntegerField(null=True, help_text=_("Where the public stream says that it was given."))
    written = models.BooleanField(
        default=False,
        db_default=False,
        help_text=_("Given in writing after the chat, to a question whose written answer was promised."),
    )

    class Meta:
        ordering = ("given_at", "id")
        indexes = [models.Index(fields=("given_at",), condition=models.Q(written=True), name="written_answer")]

    def __str__(self) -> str:
        return f"Answer to {self.question_id}"

    @property
    def corrected_at(self) -> datetime | None:
        """When the answer was corrected last; no query if its corrections were loaded with it."""
        return max((each.corrected_at for each in self.corrections.all()), default=None)


class Correction(models.Model):
    """Earlier words of an answer. The answer itself has the present words."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="corrections")
    before = models.TextField(help_text=_("The words until then."))
    corrected_at = models.DateTimeField()

    class Meta:
        ordering = ("corrected_at", "id")

    def __str__(self) -> str:
        return f"Correction of answer {self.answer_id}"


class Mute(models.Model):
    """A pause: a resident may not ask in one chat session until then."""

    chat_session = models.ForeignKey("chat_sessions.ChatSession", on_delete=models.CASCADE, related_name="mutes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("chat_session", "person"), name="one_mute_per_person")]

    def __str__(self) -> str:
        return f"Mute until {self.until:%H:%M}"
