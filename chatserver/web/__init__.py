"""Plain requests: limits, security headers, the wire without sockets, and answers during an outage."""
