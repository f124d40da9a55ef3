"""Lets `python -m partnerassess` do what `partnerassess` does."""

from partnerassess.cli import main

if __name__ == "__main__":
    main()
