"""Who said it: sealed to the case's secret, person by person, so that a key destroyed is a person forgotten."""
