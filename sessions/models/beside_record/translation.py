"""Translations of a record's words: an attributed layer of its own, in versions, and no part of the record's proof."""

from django.db import models

from sessions.contract.limits import MAX_NAME_GRAPHEMES, MAX_REASON_GRAPHEMES

CODE_POINTS_EACH = 8
"""Code points for each grapheme, as texts are cleaned (sessions/platform/text/text_input.py)."""


class TranslationBy(models.TextChoices):
    OFFICE = "office"
    VOLUNTEER = "volunteer"


class TranslationQuerySet(models.QuerySet["RecordTranslation"]):
    def of_text(self, n: int, field: str, language: str) -> "TranslationQuerySet":
        return self.filter(n=n, field=field, language=language)


class RecordTranslation(models.Model):
    """One version of the translation of one text: of a field of entry n of a record, into a language.

    text: None once the words were destroyed together with the original. label: of the translator, in public; blank for
    the ward's office. withdrawn_reason: public.
    """

    record = models.ForeignKey("chat_sessions.Record", on_delete=models.CASCADE, related_name="translations")
    n = models.PositiveIntegerField()
    field = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    text = models.TextField(null=True)  # noqa: DJ001 -- None is not a blank translation: the words are destroyed
    by = models.CharField(max_length=16, choices=TranslationBy)
    label = models.CharField(max_length=MAX_NAME_GRAPHEMES * CODE_POINTS_EACH, blank=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=MAX_REASON_GRAPHEMES * CODE_POINTS_EACH, blank=True)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        ordering = ("record", "n", "field", "language", "version")
        constraints = [
            models.UniqueConstraint(
                fields=("record", "n", "field", "language", "version"), name="versions_of_a_translation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id}, entry {self.n}, {self.field}: {self.language}, version {self.version}"
