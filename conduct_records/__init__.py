"""What may be charged, and how: the codebook of conduct and, later, its cases."""
