"""The operator's commands about the checks of texts."""
