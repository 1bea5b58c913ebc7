"""The pages of the desk between the evenings: what waits, one complaint or suggestion, its photos; and the appeal."""
