"""What an agreement is made of: its clauses, what can be chosen in them, and its exact text."""
