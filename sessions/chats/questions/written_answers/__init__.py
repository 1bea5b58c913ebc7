"""Written answers that are owed: who owes which, drafts by the staff, and the answer by the office-holder alone."""
