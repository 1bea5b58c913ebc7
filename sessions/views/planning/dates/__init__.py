"""The clerk's pages about dates: chats, closed days, conflicts, the month at a glance."""
