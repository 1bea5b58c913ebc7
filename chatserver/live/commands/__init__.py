"""Commands: queued by chat, decided in their order in one transaction, answered after its commit."""
