"""The demo company and its courseware, loaded from `content/`."""
