"""An article as it leaves the wiki: Markdown, plain text, JSON, a book, paper."""
