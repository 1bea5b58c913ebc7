"""The life of one chat: announced, moved, opened, extended, closed, cancelled; and the days without any chat."""
