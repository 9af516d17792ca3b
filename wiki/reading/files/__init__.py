"""Files and their pictures."""
