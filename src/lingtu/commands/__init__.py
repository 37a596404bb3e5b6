"""Groups of commands, a file each."""
