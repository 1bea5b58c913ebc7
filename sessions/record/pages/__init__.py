"""Pages of the records: to read, to search, to count, to verify, to translate and to redact."""
