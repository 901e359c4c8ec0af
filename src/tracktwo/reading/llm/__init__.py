"""An optional further reader: a language model at an OpenAI-compatible endpoint."""
