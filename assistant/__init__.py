"""What we do with the knowledge: interview, draft, answer, keep, show."""
