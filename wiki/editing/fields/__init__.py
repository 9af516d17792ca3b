"""What infobox fields ask of an edit."""
