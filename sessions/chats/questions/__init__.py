"""Questions and answers: asked, withdrawn, taken, answered and corrected; and the names that people have in them."""
