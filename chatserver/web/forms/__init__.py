"""Plain forms without scripts: what none of them may hold, and the pages between a form and its command."""
