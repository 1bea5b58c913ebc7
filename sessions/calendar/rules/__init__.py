"""The calendar's rules, pure and without Django: which dates a rule gives, where they go, and all of it in words."""
