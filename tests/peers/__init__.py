"""Other software that Stemma has to get on with, asked by hand."""
