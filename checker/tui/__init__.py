"""The screens of a terminal: look at a release, and drive it; every answer is the facade's."""
