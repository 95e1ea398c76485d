"""Employees, units, posts, roles and their scope, sign-in."""
