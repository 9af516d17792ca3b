"""What an account watches, and is told."""
