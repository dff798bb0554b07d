"""The anchor file: where it lies, and that it lies outside the tree that is judged."""
