"""What clients may send, on either server: frames, requests and handshakes, and how fast."""
