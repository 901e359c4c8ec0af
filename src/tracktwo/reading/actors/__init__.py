"""Who is in a text: names, mentions, and the actors behind them."""
