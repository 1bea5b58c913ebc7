"""New accounts: whose number it is, crowds of them, and those who come back."""
