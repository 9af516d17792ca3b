"""Files: uploads, their pages, their bytes."""
