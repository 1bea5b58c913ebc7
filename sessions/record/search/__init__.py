"""The search in the records: the full-text index, queries with filters, ranking, snippets, and lists of records."""
