"""The figures of the records: pages with charts, and files."""
