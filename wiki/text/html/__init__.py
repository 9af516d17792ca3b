"""HTML after it was rendered: safe, coloured, cut, quoted, printed."""
