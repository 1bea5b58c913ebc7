"""The calendar of chats: rules that give dates, the life of one chat, and what people are shown of it."""
