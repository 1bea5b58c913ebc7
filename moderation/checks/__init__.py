"""Pure checks of text: names, impersonation, personal data, manners. They help, and a person decides."""
