"""What can happen to people, one module a noun; callers find it all here."""
