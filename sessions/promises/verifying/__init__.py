"""Recompute the published figures of promises from downloaded files, without a database."""
