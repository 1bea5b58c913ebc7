"""The timeline of a ward, a borough or the city: newest first, from the month logs and the table of chats."""
