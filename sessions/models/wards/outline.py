"""The outlines of wards as loaded from a map, and the facts about that map."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outline(models.Model):
    """A ward's area: one or more polygons in degrees (WGS 84), repaired."""

    ward = models.OneToOneField("chat_sessions.Ward", on_delete=models.CASCADE, related_name="outline")
    shape = models.BinaryField(help_text=_("Well-known binary (OGC 06-103r4)."))

    class Meta:
        ordering = ("ward",)

    def __str__(self) -> str:
        return f"outline of {self.ward}"


class WardMap(models.Model):
    """The loaded map: one row at most. Each process keeps the map with this version in memory."""

    version = models.UUIDField()
    source = models.CharField(max_length=200, help_text=_("The name of the file that was loaded last."))
    loaded_at = models.DateTimeField()
    city = models.JSONField(help_text=_("What is known of the city beside its outlines."))

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_map_of_the_wards")]

    def __str__(self) -> str:
        return self.source
