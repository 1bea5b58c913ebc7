"""A hook for the check of public words for personal data, which the application above (moderation) provides."""

from sessions.platform.hooks import Hook


@Hook
def why_look_again(*texts: str) -> str:
    """Why the texts need a second look, as a sentence in the reader's language; empty where they may be public."""
    raise NotImplementedError
