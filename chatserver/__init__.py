"""The edge of the product: settings, pages, sockets, commands. Nothing imports it."""
