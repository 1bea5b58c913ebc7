"""What every file that is handed out needs: safe cells and safe characters, and tables for spreadsheets; pure."""
