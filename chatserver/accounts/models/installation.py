"""Facts about a database as a whole."""

from django.db import models
from django.utils.translation import gettext_lazy


class Installation(models.Model):
    """Whether this database is a demo's: one row at most."""

    demo = models.BooleanField(default=False, help_text=gettext_lazy("Anyone with a link may enter as anyone."))

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_installation")]

    def __str__(self) -> str:
        return "demo" if self.demo else "installation"

    @classmethod
    def is_demo(cls) -> bool:
        return cls.objects.filter(pk=1, demo=True).exists()

    @classmethod
    def make_demo(cls) -> None:
        cls.objects.update_or_create(pk=1, defaults={"demo": True})
