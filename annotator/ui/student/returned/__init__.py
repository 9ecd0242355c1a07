"""What a student reads when work has come back: the outcome in the text, with the reasons."""
