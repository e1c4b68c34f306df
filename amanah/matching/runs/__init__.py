"""A matching run without the database: its inputs, working it out, and the words for it.

`said` makes engine people of what applications say, `inputs` is the saved copy, `working_out` the
part that runs in a process of its own, `packing` how both are kept, `words` what is said of them.
"""
