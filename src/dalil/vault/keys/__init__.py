"""A person's keys, and apart from them what anybody can check with a public key alone."""
