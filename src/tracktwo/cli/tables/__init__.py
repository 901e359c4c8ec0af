"""Answers as tables on a terminal: a module for each question, called as the question is."""
