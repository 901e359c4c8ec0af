"""The command line: one module per command, over the same functions as the library."""
