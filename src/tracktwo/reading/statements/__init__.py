"""What a text says: statements, meetings and relations."""
