"""How figures arrive: official file or service → bytes → tidy frame → contract → release."""
