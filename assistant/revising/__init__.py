"""Compare, redraft, merge and shorten the text of a section. Pure: texts in, values out."""
