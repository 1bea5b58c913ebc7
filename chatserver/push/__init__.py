"""Web Push: messages are encrypted, signed with this installation's key, and sent to the push services of browsers."""
