"""The FastAPI host: pages, downloads, static files."""
