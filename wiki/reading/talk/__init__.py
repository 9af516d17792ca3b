"""Topics and comments."""
