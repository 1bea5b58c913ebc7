"""Pure functions over text: what may stand, and what might be taken for something else."""
