"""The index of the public search: the folded words of each question in a published record, and of its answers."""

from django.db import models


class SearchEntry(models.Model):
    """One question of a record. The newest evening has the latest `at`; within an evening, entries have an order."""

    question = models.OneToOneField("chat_sessions.Question", on_delete=models.CASCADE, related_name="search_entry")
    ward_number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=("-at", "id"), name="search_entry_newest_first")]

    def __str__(self) -> str:
        return f"Search entry of {self.question_id}"


class SearchWord(models.Model):
    """A folded word in UTF-8 bytes: on any database a plain index on bytes finds all words with a prefix."""

    # No index of its own: there are many rows, and none is searched by its entry.
    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="words", db_index=False)
    word = models.BinaryField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("word", "entry"), name="one_search_word_per_entry")]

    def __str__(self) -> str:
        return bytes(self.word).decode()
