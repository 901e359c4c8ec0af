"""What if: a case with some of its parts changed."""
