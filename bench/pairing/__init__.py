"""Pairing against its peers, one task a process: `python -m bench.pairing`."""
