"""Printed codes, which a ward office hands to people who have neither a phone nor e-mail."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class PrintedBatch(models.Model):
    """One print, of one sheet or more: the codes themselves are kept nowhere. Valid through its last day."""

    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.PROTECT, related_name="printed_batches")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "printed batches"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"batch {self.pk}, {self.ward}"


class PrintedCode(models.Model):
    """A printed sign-in code. person: the account that has signed in with it, or that it was printed again for."""

    batch = models.ForeignKey(PrintedBatch, on_delete=models.CASCADE, related_name="codes")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="printed_codes"
    )
    used_at = models.DateTimeField(null=True)
    is_void = models.BooleanField(
        default=False, db_default=False, help_text="used_at: since then. It signed nobody in."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=("batch", "number"), name="one_slip_per_number")]

    def __str__(self) -> str:
        return self.slip

    @property
    def slip(self) -> str:
        """The number of the slip, printed beside the code; it opens nothing: 12-007."""
        return f"{self.batch_id}-{self.number:03d}"
