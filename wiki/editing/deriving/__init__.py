"""What is made anew after an edit."""
