"""How often somebody may do what costs others something, and how a stranger is known again."""
