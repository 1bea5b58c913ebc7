"""Work in processes of their own: what was made to eat memory or time ends there, and a live chat goes first."""
