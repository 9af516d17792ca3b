"""How an edit joins what others did meanwhile."""
