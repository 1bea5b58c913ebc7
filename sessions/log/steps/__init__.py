"""State machines: locks on chats, wards and questions, the tables of transitions, and one step along them."""
