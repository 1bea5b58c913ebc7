"""What an office sees of its promises, and the forms of its steps."""
