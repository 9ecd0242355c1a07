"""Writing an answer key: the article with its items, their reasons, traps, ties and a check-up."""
