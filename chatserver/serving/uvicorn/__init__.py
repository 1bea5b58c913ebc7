"""uvicorn, with our limits and our shutdown."""
