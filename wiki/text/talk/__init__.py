"""Talk: threads, comments, signatures."""
