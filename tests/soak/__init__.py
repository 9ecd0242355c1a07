"""Long runs that try to lose work: anybody can start them, short versions are in the suite."""
