from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2 at its smallest cost; reads hashes of any cost."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
