"""The pages of activities: for everybody, and for the offices that write them."""
