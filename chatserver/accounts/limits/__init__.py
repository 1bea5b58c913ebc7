"""Rate limits, proof of work, and how a known device is recognised."""
