"""Promises of an office: numbers, states, steps. Only those who asked turn "kept, says the office" into kept."""
