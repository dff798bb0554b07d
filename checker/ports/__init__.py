"""What the use cases need from outside, one Protocol per file."""
