"""The clerk's pages about dates: chats, closed days, conflicts, months."""
