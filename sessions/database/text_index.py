"""Makes the full-text index of the table of search texts: FTS5 on SQLite, a generated tsvector on PostgreSQL.

The words come folded and separated by blanks, so that neither database may split or change them: SQLite's tokenizer
takes every character beyond ASCII as a part of a word, and PostgreSQL makes its vector from an array, without a parser.
"""

import sqlite3
from typing import Any

TABLE = "chat_sessions_searchtext"
FULL_TEXT = "chat_sessions_searchtext_fts"
ERASES_AT_ONCE = (3, 42)
"""From this SQLite on, a deleted row leaves no byte in the index; before, its words go when segments are merged."""

_COLUMNS = "question, answers, filters"
_ADD = f"INSERT INTO {FULL_TEXT}(rowid, {_COLUMNS}) VALUES (new.entry_id, new.question, new.answers, new.filters);"  # noqa: S608 -- our own names
_REMOVE = (
    f"INSERT INTO {FULL_TEXT}({FULL_TEXT}, rowid, {_COLUMNS}) "  # noqa: S608 -- our own names
    "VALUES ('delete', old.entry_id, old.question, old.answers, old.filters);"
)
_OPTIONS = f"content='{TABLE}', content_rowid='entry_id', columnsize=0, prefix='2 3 4'"
_TOKENIZER = "tokenize=\"ascii tokenchars '_'\""
SQLITE = (
    f"CREATE VIRTUAL TABLE {FULL_TEXT} USING fts5({_COLUMNS}, {_OPTIONS}, {_TOKENIZER})",
    f"CREATE TRIGGER {TABLE}_added AFTER INSERT ON {TABLE} BEGIN {_ADD} END",
    f"CREATE TRIGGER {TABLE}_removed AFTER DELETE ON {TABLE} BEGIN {_REMOVE} END",
    f"CREATE TRIGGER {TABLE}_changed AFTER UPDATE ON {TABLE} BEGIN {_REMOVE} {_ADD} END",
)
_ALL_WORDS = "array_remove(string_to_array(question || ' ' || answers || ' ' || filters, ' '), '')"
POSTGRESQL = (
    f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector GENERATED ALWAYS AS (array_to_tsvector({_ALL_WORDS})) STORED",
    f"ALTER TABLE {TABLE} ALTER COLUMN vector SET STATISTICS 1000",
    f"CREATE INDEX search_text_vector ON {TABLE} USING gin (vector) WITH (fastupdate = off)",
)


def make_text_index(_apps: Any, schema_editor: Any) -> None:
    """For a migration, after the table was made and before rows are in it."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        schema_editor.execute(statement)
    if is_sqlite and sqlite3.sqlite_version_info >= ERASES_AT_ONCE:
        schema_editor.execute(f"INSERT INTO {FULL_TEXT}({FULL_TEXT}, rank) VALUES ('secure-delete', 1)")  # noqa: S608


def drop_text_index(_apps: Any, schema_editor: Any) -> None:
    """On PostgreSQL the column goes with its table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE {FULL_TEXT}")
