"""Infobox fields, of one article and over all."""
