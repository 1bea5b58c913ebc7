"""The browsers in which people asked for notifications: asked, renewed, ended, and led on from a notification."""
