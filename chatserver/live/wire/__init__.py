"""The wire: frames, commands, positions of clients, and the server's texts. It knows no table and no socket."""
