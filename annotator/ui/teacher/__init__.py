"""The teacher's page: one paper held against the answer key, and the list of what came in."""
