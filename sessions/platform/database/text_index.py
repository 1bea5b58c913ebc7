"""Makes the full-text index of a table of search texts: FTS5 on SQLite, a generated tsvector on PostgreSQL.

The words come folded and separated by blanks, so that neither database may split or change them: SQLite's tokenizer
takes every character beyond ASCII as a part of a word, and PostgreSQL makes its vector from an array, without a parser.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any

ERASES_AT_ONCE = (3, 42)
"""SQLite version from which a deleted row leaves no byte in the index; before, merging segments removes its words."""

_TOKENIZER = "tokenize=\"ascii tokenchars '_'\""


@dataclass(frozen=True, slots=True)
class TextIndex:
    """The full-text index of one table.

    key: the table's integer column by which a row is found; columns: the columns with words;
    index_name: the name of the index on PostgreSQL.
    """

    table: str
    key: str
    columns: tuple[str, ...]
    index_name: str

    @property
    def full_text(self) -> str:
        """The name of the table of FTS5."""
        return f"{self.table}_fts"

    @property
    def sqlite(self) -> tuple[str, ...]:
        table, full_text, columns = self.table, self.full_text, ", ".join(self.columns)
        new, old = (", ".join(f"{row}.{column}" for column in (self.key, *self.columns)) for row in ("new", "old"))
        add = f"INSERT INTO {full_text}(rowid, {columns}) VALUES ({new});"  # noqa: S608 -- our own names
        remove = f"INSERT INTO {full_text}({full_text}, rowid, {columns}) VALUES ('delete', {old});"  # noqa: S608
        options = f"content='{table}', content_rowid='{self.key}', columnsize=0, prefix='2 3 4'"
        return (
            f"CREATE VIRTUAL TABLE {full_text} USING fts5({columns}, {options}, {_TOKENIZER})",
            f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN {add} END",
            f"CREATE TRIGGER {table}_removed AFTER DELETE ON {table} BEGIN {remove} END",
            f"CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} BEGIN {remove} {add} END",
        )

    @property
    def postgresql(self) -> tuple[str, ...]:
        words = f"array_remove(string_to_array({" || ' ' || ".join(self.columns)}, ' '), '')"
        vector = f"vector tsvector GENERATED ALWAYS AS (array_to_tsvector({words})) STORED"
        return (
            f"ALTER TABLE {self.table} ADD COLUMN {vector}",
            f"ALTER TABLE {self.table} ALTER COLUMN vector SET STATISTICS 1000",
            f"CREATE INDEX {self.index_name} ON {self.table} USING gin (vector) WITH (fastupdate = off)",
        )

    def make(self, _apps: Any, schema_editor: Any) -> None:
        """Make the index, in a migration, after the table is made and before it has rows."""
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        for statement in self.sqlite if is_sqlite else self.postgresql:
            schema_editor.execute(statement)
        if is_sqlite and sqlite3.sqlite_version_info >= ERASES_AT_ONCE:
            erase = f"INSERT INTO {self.full_text}({self.full_text}, rank) VALUES ('secure-delete', 1)"  # noqa: S608
            schema_editor.execute(erase)

    def drop(self, _apps: Any, schema_editor: Any) -> None:
        """Drop the index.

        On PostgreSQL the column goes with its table. Other tables can be changed afterwards: no trigger is left.
        """
        if schema_editor.connection.vendor == "sqlite":
            for name in ("added", "removed", "changed"):
                schema_editor.execute(f"DROP TRIGGER {self.table}_{name}")
            schema_editor.execute(f"DROP TABLE {self.full_text}")


@dataclass(frozen=True, slots=True)
class RangeIndex:
    """The index of a range.

    On PostgreSQL, the index of words together with the range of keys in which a row is; SQLite needs none.

    PostgreSQL's index of words knows no order of rows: a common word gives it a hundred thousand of them, to be sorted
    for the newest few hundred. With their ranges in the same index, it reads no more of each word's rows than those of
    the newest ranges. It takes the place of the index of words alone.
    """

    texts: TextIndex
    keys: int
    index_name: str

    @property
    def expression(self) -> str:
        """Return the SQL expression of the index, which a query must repeat. An array needs no extension."""
        return f"(ARRAY[{self.texts.key} / {self.keys}])"

    def make(self, _apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        columns = f"{self.expression}, vector"
        schema_editor.execute(f"DROP INDEX IF EXISTS {self.texts.index_name}")
        schema_editor.execute(
            f"CREATE INDEX {self.index_name} ON {self.texts.table} USING gin ({columns}) WITH (fastupdate = off)"
        )

    def drop(self, _apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX {self.index_name}")
            schema_editor.execute(self.texts.postgresql[-1])


@dataclass(frozen=True, slots=True)
class PairIndex:
    """The index of pairs.

    On PostgreSQL, which pairs of neighbouring words a row has: by it a phrase is found. SQLite needs none.

    A pair is one of 65,536 numbers, so that the index stays small: what it finds has to be compared with the phrase.
    expression: the words of a row, separated by blanks.
    """

    table: str
    words: str
    function: str
    index_name: str

    @property
    def expression(self) -> str:
        """Return the SQL expression of the index, which a query must repeat exactly."""
        return f"{self.function}({self.words})"

    def make(self, _apps: Any, schema_editor: Any) -> None:
        """The cost says that the function is slow: PostgreSQL must not call it for each row instead of the index.

        Nor for statistics, which nobody needs.
        """
        if schema_editor.connection.vendor != "postgresql":
            return
        hashed = "('x' || substr(md5(word[i] || ' ' || word[i + 1]), 1, 4))::bit(16)::integer"
        body = (
            f"SELECT coalesce(array_agg({hashed}), '{{}}') "  # noqa: S608 -- our own names
            "FROM (SELECT string_to_array(words, ' ') AS word) AS text, generate_series(1, cardinality(word) - 1) AS i"
        )
        schema_editor.execute(
            f"CREATE FUNCTION {self.function}(words text) RETURNS integer[] LANGUAGE sql "
            f"IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$ {body} $$"
        )
        schema_editor.execute(
            f"CREATE INDEX {self.index_name} ON {self.table} USING gin (({self.expression})) WITH (fastupdate = off)"
        )
        schema_editor.execute(f"ALTER INDEX {self.index_name} ALTER COLUMN 1 SET STATISTICS 0")

    def drop(self, _apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX {self.index_name}")
            schema_editor.execute(f"DROP FUNCTION {self.function}(text)")


RECORD_TEXTS = TextIndex(
    "chat_sessions_searchtext", "entry_id", ("question", "answers", "filters"), "search_text_vector"
)
MATTER_TEXTS = TextIndex("chat_sessions_mattertext", "id", ("words", "sounds"), "matter_text_vector")
ACTIVITY_TEXTS = TextIndex("chat_sessions_activitytext", "id", ("words", "sounds"), "activity_text_vector")
PROMISE_TEXTS = TextIndex("chat_sessions_promisetext", "id", ("words", "sounds"), "promise_text_vector")

WORD_RANGES = RangeIndex(RECORD_TEXTS, 1024, "search_text_ranges")

WORD_PAIRS = PairIndex(
    RECORD_TEXTS.table, "question || ' _ ' || answers", "chat_sessions_word_pairs", "search_text_pairs"
)

TEXT_TABLE, FULL_TEXT = RECORD_TEXTS.table, RECORD_TEXTS.full_text
make_text_index, drop_text_index = RECORD_TEXTS.make, RECORD_TEXTS.drop
