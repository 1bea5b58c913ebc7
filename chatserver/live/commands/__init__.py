"""Commands: gathered for a chat, decided in their order in one transaction, answered once that is committed."""
