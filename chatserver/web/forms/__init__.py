"""Plain forms without scripts: the pages between a form and its command."""
