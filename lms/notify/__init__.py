"""Notices to people: a bell on the site and, where it is set up, an e-mail."""
