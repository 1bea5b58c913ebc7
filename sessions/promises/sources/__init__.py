"""Where promises come from: a tick while answering, a proposal of a moderator, the clerk, written answers, suggestions.

Each is public at once, in the ward's log; a promise from an answer stands in the record of its chat, too (noting.py).
"""
