"""What becomes of a promise: the office's steps, what those who asked say, and in clock/ what a day brings."""
