"""What the wire, the domain, the pages and their scripts have to agree on; pure, and below all of them."""
