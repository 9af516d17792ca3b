"""Small drawings as SVG."""
