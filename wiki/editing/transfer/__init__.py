"""Text that goes to another page with its history."""
