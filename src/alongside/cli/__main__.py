"""`python -m alongside.cli` is the `alongside` command."""

from alongside.cli import main

if __name__ == "__main__":
    main()
