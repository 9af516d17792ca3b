"""What the editor asks while one types: previews, drafts, who else writes here."""
