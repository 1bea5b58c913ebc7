"""Finding published questions: the full-text index, queries with filters, ranking, snippets, and lists of records."""
