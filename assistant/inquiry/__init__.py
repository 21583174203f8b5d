"""照会: questions to other departments go out as a sheet and a letter, and come back as facts to accept."""
