"""The file that Chainlit insists on loading; the handlers are registered by `assistant.chat.handlers.register`."""
