"""Take in texts that users bring: statutes as e-Gov XML or text, newer lists, case collections, guides."""
