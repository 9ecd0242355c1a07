"""The class report: what many papers say together, on one screen."""
