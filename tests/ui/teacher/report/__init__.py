"""Tests of the teacher's report."""
