"""Spreadsheets: reading what people send, writing what they ask for."""
