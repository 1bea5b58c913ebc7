"""Free texts of staff that no link joins with a question: a redaction looks for the redacted words there, too."""
