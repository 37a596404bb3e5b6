"""What an image-edit model must not change, taken back from the pictures it was given."""
