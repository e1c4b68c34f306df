"""Measurements, each one command, each able to fail."""
