"""What all of the clerk's pages below /planning/ have: who enters, and the fields of their forms."""
