"""What is near a complaint or suggestion: others like it, offered before it is sent, and those who say "me too"."""
