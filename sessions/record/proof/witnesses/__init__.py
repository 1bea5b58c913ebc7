"""Witnesses of the log (c2sp.org/tlog-witness): who they are, and what they have signed."""
