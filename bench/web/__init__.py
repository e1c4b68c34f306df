"""How many pages a second, and how long each takes: `python -m bench.web`."""
