"""Tests of the teacher's review."""
