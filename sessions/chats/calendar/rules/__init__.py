"""The calendar's rules, pure and without Django: the dates of a rule, where they are placed, and both in words."""
