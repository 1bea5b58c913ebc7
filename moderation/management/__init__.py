"""The operator's commands of the checks of texts, and of what is due."""
