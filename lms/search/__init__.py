"""Search that finds Chinese words inside sentences, Simplified or Traditional, on both engines."""
