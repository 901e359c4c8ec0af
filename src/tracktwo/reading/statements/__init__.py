"""What a text says: statements, meetings, relations and plans."""
