"""Schedules, the rules of wards: drafting, previewing and saving them, and generating their dates."""
