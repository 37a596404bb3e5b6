"""`python -m lingtu`."""

from lingtu.cli import main

main()
