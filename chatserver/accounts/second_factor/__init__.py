"""The second factor: set up, proven, looked after."""
