"""The pages about ties, one module a reader."""
