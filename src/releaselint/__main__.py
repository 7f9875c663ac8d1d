"""Runs the command line: `python -m releaselint`."""

from releaselint.cli import main

if __name__ == "__main__":
    main()
