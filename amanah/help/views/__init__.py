"""The pages about help, one module a reader."""
