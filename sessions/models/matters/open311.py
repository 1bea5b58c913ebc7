"""Other programs that lodge complaints here, and other offices' to which complaints are handed on (Open311)."""

from django.db import models
from django.db.models import Q


class Open311KeyQuerySet(models.QuerySet["Open311Key"]):
    def valid(self) -> "Open311KeyQuerySet":
        return self.filter(revoked_at=None)


class Open311Key(models.Model):
    """What another program shows when it lodges something. The key itself is kept nowhere; only its hash is."""

    name = models.CharField(max_length=60, unique=True, help_text="Whose program it is.")
    hash = models.CharField(max_length=64, unique=True, editable=False)
    ward = models.ForeignKey(
        "chat_sessions.Ward",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="The only ward for which it is good; empty: all of them.",
    )
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = Open311KeyQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Open311Post(models.Model):
    """What a program lodged. The token finds the number later; it is no receipt, and gives no rights.

    fingerprint: a hash of all that was said, by which the same request sent twice is known.
    """

    key = models.ForeignKey(Open311Key, on_delete=models.PROTECT, related_name="posts", db_index=False)
    matter = models.OneToOneField("chat_sessions.Matter", on_delete=models.CASCADE, related_name="open311_post")
    token = models.CharField(max_length=32, unique=True)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        indexes = [models.Index(fields=("key", "fingerprint", "at"), name="open311_post_again")]

    def __str__(self) -> str:
        return f"{self.key_id} {self.matter_id}"


class SendingState(models.TextChoices):
    """The states of a complaint that is sent to another office.

    doubted: it may have been sent, and is looked for there. accepted: taken there, without a number yet.

    unsure: it was not found there, and a clerk has to look.
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    DOUBTED = "doubted"
    ACCEPTED = "accepted"
    SENT = "sent"
    UNSURE = "unsure"
    REFUSED = "refused"


class Open311Sending(models.Model):
    """One complaint that is handed on to another office's program, at most once for each of them.

    their_status, their_notes: as that program last said. problem: a few words of our own on what went wrong.
    """

    matter = models.ForeignKey("chat_sessions.Matter", on_delete=models.CASCADE, related_name="sendings")
    receiver = models.CharField(max_length=40, help_text="Its name in the settings.")
    state = models.CharField(max_length=8, choices=SendingState, default=SendingState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(help_text="When it is looked at next.")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When it was first sent.")
    token = models.CharField(max_length=200, blank=True, default="")
    external_number = models.CharField(max_length=200, blank=True, default="")
    their_status = models.CharField(max_length=16, blank=True, default="")
    their_notes = models.TextField(blank=True, default="")
    problem = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        ordering = ("due_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("matter", "receiver"), name="one_sending_per_matter_and_receiver")
        ]
        indexes = [
            models.Index(
                fields=("due_at",),
                condition=Q(state__in=("waiting", "claimed", "doubted", "accepted", "sent")),
                name="open311_sending_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.receiver} {self.state}"
