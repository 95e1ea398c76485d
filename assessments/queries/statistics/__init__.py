"""Statistics of quizzes: gathering what they are made of, and keeping what was worked out."""
