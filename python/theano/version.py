"""The version of Theano whose programs run unchanged."""
version = full_version = short_version = "1.0.5"
