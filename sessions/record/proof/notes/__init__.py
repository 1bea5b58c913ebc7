"""The texts of the log: C2SP signed notes and checkpoints, and a checkpoint's words for paper; pure."""
