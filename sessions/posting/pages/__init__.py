"""The clerk's pages about posts on social media, below /planning/posts/."""
