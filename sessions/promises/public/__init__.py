"""What everybody sees of promises: which are listed, their facts, their history, what is counted of them."""
