"""The pages of complaints and suggestions."""
