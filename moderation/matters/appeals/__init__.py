"""Appeals about complaints and suggestions: made by their author, decided by another moderator than the first."""
