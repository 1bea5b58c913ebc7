"""Numbers for readers: charts that are drawn on the server beside a table, and files for spreadsheets."""
