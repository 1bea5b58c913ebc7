"""The pages, one module per noun: each view fetches, calls the domain and answers."""
