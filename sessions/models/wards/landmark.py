"""Landmarks with their place, as a clerk loads them from a table: what people say where something is by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.platform.text.by_language import for_reader

LONGEST_LANDMARK_NAME = 80
"""Code points of a landmark's name."""


class Landmark(models.Model):
    ward = models.ForeignKey("chat_sessions.Ward", on_delete=models.CASCADE, related_name="landmarks")
    key = models.CharField(
        max_length=LONGEST_LANDMARK_NAME, help_text=_("The name that all fall back on: one in each ward.")
    )
    names = models.JSONField(help_text=_("By language."))
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        ordering = ("ward", "key")
        constraints = [models.UniqueConstraint(fields=("ward", "key"), name="one_landmark_of_a_name_in_a_ward")]
        indexes = [models.Index(fields=("lat", "lon"), name="landmarks_by_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, otherwise in the fallback language."""
        return for_reader(self.names)
