"""The parts that a text is cut into: rows, lines, paragraphs, positions."""
