"""Reading: an article in, proposed facts out, reviewed by a person, merged into a case."""
