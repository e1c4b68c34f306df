"""Forms about people, one module a noun."""
