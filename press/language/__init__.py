"""What programs can know of Indonesian and English texts: words, numbers, dates."""
