"""The second factor: setting it up, proving it, changing it."""
