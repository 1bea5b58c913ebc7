"""Figures of the published records: pure functions of their documents, so that everybody can recompute them."""
