"""Many revisions at once: for dumps alone."""
