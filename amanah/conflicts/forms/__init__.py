"""What is asked about ties, one module a page."""
