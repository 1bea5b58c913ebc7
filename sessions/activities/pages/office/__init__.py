"""The pages on which an office writes about its work, and on which photographs are looked at."""
