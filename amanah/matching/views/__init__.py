"""A member's own pages about finding a mentor, and being asked."""
