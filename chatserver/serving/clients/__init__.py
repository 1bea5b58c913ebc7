"""What clients may send, on either server: frames, requests, handshakes, and how fast."""
