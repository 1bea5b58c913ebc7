"""Pure checks of text: names, impersonation, personal data."""
