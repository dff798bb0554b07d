"""Registries: reads what is published, from the places the user's own clients name; nothing is ever sent but GET."""
