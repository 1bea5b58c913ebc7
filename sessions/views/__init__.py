"""The pages, one module per noun: each view loads rows, calls the domain and renders the response."""
