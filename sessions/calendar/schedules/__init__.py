"""The rules of wards: drafted, previewed, saved, and put into the calendar as dates."""
