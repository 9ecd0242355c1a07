"""Tests of the teacher's page."""
