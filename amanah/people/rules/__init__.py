"""Who may see and change what of a person, one module a noun; callers find them all here."""
