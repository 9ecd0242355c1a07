"""Where an article comes from, and the page on which it is confirmed."""
