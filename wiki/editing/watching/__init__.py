"""Watching, notices, mail: an editor's own rows."""
