"""Who wrote which words: spans of a text, each with the revision that first wrote it, carried on by each
edit.
"""
