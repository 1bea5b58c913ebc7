"""Categories of complaints and suggestions: what they are about, who does the work, and how soon."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.platform.text.by_language import for_reader


class CategoryQuerySet(models.QuerySet["Category"]):
    def offered(self) -> "CategoryQuerySet":
        """Filter categories that new complaints and suggestions may have."""
        return self.filter(is_offered=True)


class Category(models.Model):
    """A category. The slug never changes, so that files, feeds and other programs may name it; the names may."""

    slug = models.SlugField(max_length=32, unique=True)
    names = models.JSONField(help_text=_("By language."))
    agencies = models.JSONField(
        default=dict, db_default={}, blank=True, help_text=_("Who does the work, by language; empty: the ward office.")
    )
    keywords = models.TextField(
        default="", db_default="", blank=True, help_text=_("In any language, separated by semicolons.")
    )
    acknowledge_days = models.PositiveSmallIntegerField(default=7, db_default=7, help_text=_("Working days."))
    resolve_days = models.PositiveSmallIntegerField(default=21, db_default=21, help_text=_("Working days."))
    is_place_hidden = models.BooleanField(
        default=False,
        db_default=False,
        help_text=_("The public sees the landmark only, because the place would betray who complains, or a house."),
    )
    needs_photo_as_proof = models.BooleanField(default=False, db_default=False)
    is_offered = models.BooleanField(default=True, db_default=True)
    position = models.PositiveSmallIntegerField(default=0, db_default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ("position", "slug")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, otherwise in the fallback language."""
        return for_reader(self.names)

    @property
    def agency(self) -> str:
        """Who does the work, in the reader's language; blank for the ward office."""
        return for_reader(self.agencies) if self.agencies else ""
