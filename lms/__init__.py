"""The roof, people and the foundation."""
