"""How a page is put together for a reader."""
