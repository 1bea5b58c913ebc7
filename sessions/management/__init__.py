"""The operator's commands about wards, chats and records."""
