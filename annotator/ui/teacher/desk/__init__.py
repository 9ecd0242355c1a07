"""The teacher's desk: classes, what they were given, how that stands."""
