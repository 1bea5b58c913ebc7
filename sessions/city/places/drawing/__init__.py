"""Drawing a ward's map as a small PNG, on the server, from its outlines and landmarks alone."""
