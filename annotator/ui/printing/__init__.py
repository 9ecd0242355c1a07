"""Reports and sheets on paper: PDF files with the faces embedded, readable in grey."""
