"""Reading a list of people: what its columns are, what its rows say, and what is wrong with them.

Nothing in here touches the database: facts come in as values, verdicts go out.
"""
