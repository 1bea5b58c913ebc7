"""Redaction: words of a record are destroyed wherever they are kept, and a tombstone says on what ground, and by whom.

One clerk proposes it (proposing.py), and a second one confirms it (confirming.py). destroying.py destroys the words and
salts in the tables, hooks.py lets other folders destroy their copies, storage.py removes what a database's files still
hold of deleted words, and redaction_list.py keeps the list by which a restored backup is redacted again (repeating.py).
"""
