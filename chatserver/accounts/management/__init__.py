"""The operator's commands about accounts."""
