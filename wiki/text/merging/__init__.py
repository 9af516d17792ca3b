"""What merging needs: three versions laid together, and which part of one text continues which of another."""
