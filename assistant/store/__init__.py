"""Plans, versions, facts and people in a database."""
