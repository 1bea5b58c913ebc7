"""A sample of decisions is read again by another moderator, who does not know the first decision."""
