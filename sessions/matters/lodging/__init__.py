"""Lodging a complaint or suggestion: by a resident, by a clerk for somebody, or from a question of a chat."""
