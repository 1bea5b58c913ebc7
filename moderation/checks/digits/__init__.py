"""Groups of digits in a text: which might be one number, and which are lists, dates or times. Pure."""
