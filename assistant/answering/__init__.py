"""Answer questions from the sources, by rules: quotes, strength, bearer and what has changed since."""
