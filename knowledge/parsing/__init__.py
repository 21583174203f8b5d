"""The guide's text as typed records."""
