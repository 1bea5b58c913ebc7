"""The addresses that programs ask for which watch this machine, directly and under any name of it."""

PROBES = ("/healthz", "/readyz", "/metrics")
