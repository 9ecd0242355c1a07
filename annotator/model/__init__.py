"""What the project's words mean: frozen values, pure Python, no Qt, no files, no SQL."""
