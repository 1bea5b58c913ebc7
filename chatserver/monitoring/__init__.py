"""What the server tells its operator while it runs: log lines, counters, outages and faults."""
