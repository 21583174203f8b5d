"""The parts of a conversation: where it stands, the interview, what people state, and what they ask to be led to."""
