"""The one place that knows Chainlit."""
