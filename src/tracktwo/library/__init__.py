"""The library: what one types after `import tracktwo`; a thin front over the questions."""
