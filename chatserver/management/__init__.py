"""The operator's commands of the server."""
