"""What all clerk's pages below /planning/ share: who enters, and the fields of their forms."""
