"""How long things at the desk last, in seconds: the domain, the log's folds and the pages read it here."""

CLAIM_SECONDS = 120
"""A claim of a question ends so long after the last sign of life of the moderator who reads it."""

MATTER_CLAIM_SECONDS = 900
"""A claim of a complaint or suggestion lasts longer: between the evenings its moderator has photos to look at, and
nobody waits."""

UNDO_SECONDS = 10
"""A decision of a moderator at the page waits so long before it takes effect, so that it can be undone unseen."""

MATTER_UNDO_SECONDS = 30
"""Seconds that a decision between the evenings can be undone.

More than in a chat: its page is loaded anew first, and nobody waits in a room.
"""
