"""Compares theano with its rivals: the rows of the table, the systems that run them, the driver that takes turns."""
