"""Template filters and tags of the chat."""
