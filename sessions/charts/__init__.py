"""Numbers for readers: charts that are drawn on the server beside a table; pure."""
