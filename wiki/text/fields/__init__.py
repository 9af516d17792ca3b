"""What infobox fields may say."""
