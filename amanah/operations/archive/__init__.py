"""The one file that a backup is: how it is written, read, and refused.

A plain tar of members named by us alone: each table as gzipped JSON lines, each attachment, the
list of those erased, the keys if asked for (encrypted to somebody), then the manifest with every
member's checksum, and last a seal over the manifest. It restores on either database. See
docs/decisions/0016-one-logical-archive.md.
"""
