"""What browsers are told to refuse, which hosts are ours, and whom to tell of a hole."""
