"""The read-only API of the records: what may be asked, what is answered, and its description in OpenAPI."""
