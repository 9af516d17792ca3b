"""Lists of pages, users and categories: what special pages show."""
