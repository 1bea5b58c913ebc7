"""What the environment says, held to what is safe, for the settings."""
