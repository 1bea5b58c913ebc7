"""What a page's script asks for where sockets do not get through, and waits for."""
