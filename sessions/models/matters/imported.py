"""Which complaints and suggestions came from an earlier list, and under which number they stood in it."""

from django.db import models


class ImportedMatter(models.Model):
    """An imported matter. By its external_id a row of the list is known when it is read a second time."""

    external_id = models.CharField(max_length=200, unique=True)
    matter = models.OneToOneField("chat_sessions.Matter", on_delete=models.CASCADE, related_name="imported")

    def __str__(self) -> str:
        return self.external_id
