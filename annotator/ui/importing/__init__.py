"""Where an article comes from, and the page on which a person says that it is right."""
