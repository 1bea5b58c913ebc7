"""Tables of posts on social media."""
