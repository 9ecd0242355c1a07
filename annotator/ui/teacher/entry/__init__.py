"""Typing in what students marked on paper."""
