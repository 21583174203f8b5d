"""The command line: `kanmin …`."""
