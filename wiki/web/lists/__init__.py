"""Lists, and going through them."""
