"""Texts of both directions in one sentence: what keeps its own order there is isolated (Unicode TR 9)."""
