"""Question bank, quizzes and sittings."""
