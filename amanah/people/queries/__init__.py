"""Questions about people, one module a noun; callers find them all here."""
