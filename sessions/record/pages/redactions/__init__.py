"""The pages on which two clerks remove words from a record."""
