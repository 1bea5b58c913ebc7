"""When a task is due, when clients come back, and how often they may send; pure."""
