"""From the close of a chat to its sealed record: the draft, the correction window, sealing, and what comes after."""
