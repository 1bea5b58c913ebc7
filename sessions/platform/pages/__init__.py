"""What pages of all rooms use: parts of addresses, confirmed forms, readers who save data."""
