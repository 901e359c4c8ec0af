"""What an answer says, as plain data: blocks, spans of text, numbers in words, charts."""
