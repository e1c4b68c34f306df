"""Whether a write that was acknowledged can be lost: see __main__.py."""
