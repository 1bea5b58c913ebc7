"""Questions and answers: asked, withdrawn, taken, answered, corrected, and under whose name they stand."""
