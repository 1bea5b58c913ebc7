"""Published records of chat sessions, and requests to correct one's own question in them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    chat_session = models.OneToOneField("chat_sessions.ChatSession", on_delete=models.PROTECT, related_name="record")
    slug = models.SlugField(max_length=60, unique=True)
    document = models.JSONField(help_text=_("The authority; every other form is made from it."))
    made_at = models.DateTimeField()
    correct_until = models.DateTimeField(
        null=True, help_text=_("The end of the correction window; empty for a record from before there was one.")
    )
    sealed_at = models.DateTimeField(null=True, help_text=_("Empty for a draft."))

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.slug

    @property
    def is_draft(self) -> bool:
        return self.sealed_at is None

    @property
    def is_in_window(self) -> bool:
        """Whether typing faults can be corrected now."""
        return self.is_draft and self.correct_until is not None and timezone.now() < self.correct_until


class RecordText(models.Model):
    """The commitment to one text of a record. It is made once, so that the same log gives the same record again.

    A redaction destroys the salt, and the commitment stays.
    """

    # No index of its own: the constraint's index begins with it.
    chat_session = models.ForeignKey(
        "chat_sessions.ChatSession", on_delete=models.PROTECT, related_name="record_texts", db_index=False
    )
    seq = models.PositiveIntegerField(help_text=_("The public event that holds the text."))
    field = models.CharField(max_length=16)
    commitment = models.CharField(max_length=43)
    salt = models.BinaryField(max_length=32, null=True, help_text=_("Empty once the text was redacted."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("chat_session", "seq", "field"), name="one_commitment_per_record_text")
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.field}"


class RecordCheckpoint(models.Model):
    """What was committed to of an evening before its record was sealed: the first entries of it, by their root.

    size: how many, which is the seq of the last public event among them. root: base64, as in the record. leaves: the
    hashes (32 bytes each) of those that came since the row before, so that a changed entry can be named. note: signed
    (c2sp.org/tlog-checkpoint); blank where the key was missing. closed_at: of a draft, when the chat closed; empty
    while it is live. log_index: of a draft, its leaf in the installation's log; empty until the log can take it.
    """

    chat_session = models.ForeignKey(
        "chat_sessions.ChatSession", on_delete=models.PROTECT, related_name="record_checkpoints", db_index=False
    )
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=44)
    at = models.DateTimeField()
    leaves = models.BinaryField()
    note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    log_index = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ("chat_session", "size")
        constraints = [
            models.UniqueConstraint(fields=("chat_session", "size"), name="one_checkpoint_per_size"),
        ]
        indexes = [
            models.Index(
                fields=("chat_session",),
                condition=models.Q(closed_at__isnull=False, log_index=None),
                name="draft_that_waits_for_log",
            )
        ]

    def __str__(self) -> str:
        return f"{self.chat_session_id}: {self.size}"


class QuestionCorrectionQuerySet(models.QuerySet["QuestionCorrection"]):
    def waiting(self) -> "QuestionCorrectionQuerySet":
        return self.filter(decided_at=None)

    def accepted(self) -> "QuestionCorrectionQuerySet":
        return self.filter(is_accepted=True)


class QuestionCorrection(models.Model):
    """A request of an author to correct a typing fault in the words of their question, and the decision about it."""

    question = models.ForeignKey("chat_sessions.Question", on_delete=models.PROTECT, related_name="corrections")
    before = models.TextField(help_text=_("The words until then."))
    public_before = models.TextField(blank=True, help_text=_("The same as everybody read them; set when accepted."))
    text = models.TextField(help_text=_("The words that the author proposes."))
    asked_at = models.DateTimeField()
    is_accepted = models.BooleanField(null=True, help_text=_("Empty until a moderator decides."))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="corrections_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text=_("Why it was decided so, for the author."))

    objects = QuestionCorrectionQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("question",), condition=models.Q(decided_at=None), name="one_waiting_correction_per_question"
            )
        ]

    def __str__(self) -> str:
        return f"Correction of question {self.question_id}"
