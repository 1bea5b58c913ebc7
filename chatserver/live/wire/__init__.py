"""The wire: frames, commands, where a client stands, and what the server says. It knows no table and no socket."""
