"""Plain requests: limits, security headers, the wire without sockets, and answers where something is missing."""
