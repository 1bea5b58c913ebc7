"""The pages of a ward's office: what is theirs to do, one of it with its steps, and whom to call back."""
