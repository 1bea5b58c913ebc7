"""uvicorn as we run it."""
