"""The text: from a file to paragraphs, sentences, words and dates."""
