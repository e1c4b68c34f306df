"""Whether a server sends what a release published; asked from outside, as anybody can.

`release` knows what was published, `line` asks the server and lets it send only so much, `headers`
and `pages` judge what came, and `looking` goes through it all.
"""
