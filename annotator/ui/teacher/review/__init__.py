"""Reviewing many papers: decisions first, the inbox, one paper after the other."""
