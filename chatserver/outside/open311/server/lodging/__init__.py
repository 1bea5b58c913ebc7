"""What another program lodges: its fields read, its place found, lodged once."""
