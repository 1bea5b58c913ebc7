"""The outer layer of the product: settings, pages, sockets, commands. The domain imports nothing from it."""
