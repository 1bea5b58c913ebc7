"""The index of the public search: the folded words of each question in a published record, and of its answers."""

from django.db import models


class SearchEntry(models.Model):
    """One question of a record. What was published later has the greater id; within an evening,
    what was answered first."""

    question = models.OneToOneField("chat_sessions.Question", on_delete=models.CASCADE, related_name="search_entry")
    ward_number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=("-at", "id"), name="search_entry_newest_first")]

    def __str__(self) -> str:
        return f"Search entry of {self.question_id}"


class SearchText(models.Model):
    """The folded words of an entry, separated by blanks: what the full-text index is made of.

    The database keeps the index in step: on SQLite triggers write an FTS5 table, on PostgreSQL there is a generated
    column with a GIN index, and an index of pairs of words (sessions/platform/database/text_index.py). A migration
    that makes this table anew has to make them anew, too.
    """

    entry = models.OneToOneField(SearchEntry, on_delete=models.CASCADE, primary_key=True, related_name="text")
    question = models.TextField()
    answers = models.TextField(blank=True)
    filters = models.TextField()

    def __str__(self) -> str:
        return f"Search text of entry {self.entry_id}"


class MatterText(models.Model):
    """The folded words of a complaint or suggestion that everybody may read, as SearchText has those of a question.

    sounds: the consonants of each word, after a "_", by which a word is found that was written in another script.
    """

    matter = models.OneToOneField("chat_sessions.Matter", on_delete=models.CASCADE, related_name="search_text")
    words = models.TextField()
    sounds = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Search text of {self.matter_id}"


class PromiseText(models.Model):
    """The folded words of a promise that everybody may read; words and sounds as in MatterText."""

    promise = models.OneToOneField("chat_sessions.Promise", on_delete=models.CASCADE, related_name="search_text")
    words = models.TextField()
    sounds = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Search text of {self.promise_id}"


class ActivityText(models.Model):
    """The folded words of an activity, in all of its languages; words and sounds as in MatterText."""

    activity = models.OneToOneField("chat_sessions.Activity", on_delete=models.CASCADE, related_name="search_text")
    words = models.TextField()
    sounds = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Search text of {self.activity_id}"
