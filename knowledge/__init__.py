"""What the sources say: parsed, cross-checked, indexed, found."""
