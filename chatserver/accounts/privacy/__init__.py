"""Personal data: consent, export, erasure and retention."""
