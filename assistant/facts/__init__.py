"""Facts files: what an interview collects, as a file that says the same (schema, reading with checks, export)."""
