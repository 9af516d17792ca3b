"""Two texts compared, and what changed told in words."""
