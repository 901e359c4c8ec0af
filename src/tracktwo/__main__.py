"""Run the program as ``python -m tracktwo``."""

from tracktwo.cli.app import main

if __name__ == "__main__":
    main()
