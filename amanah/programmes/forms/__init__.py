"""What comes in from the pages of programmes, one module a noun."""
