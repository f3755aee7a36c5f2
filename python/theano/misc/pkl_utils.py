"""Pickles of graphs under their old names; graphs, shared variables and functions pickle by themselves."""
import pickle

DEFAULT_PROTOCOL = pickle.DEFAULT_PROTOCOL
StripPickler = pickle._Pickler  # nodes are saved without frames, so there is nothing to strip
CompatUnpickler = pickle.Unpickler


def dump(obj, file_handler, protocol=DEFAULT_PROTOCOL, persistent_id=None):
    """Pickles obj to a file."""
    pickle.dump(obj, file_handler, protocol)


def load(f, persistent_load=None):
    """What dump has written."""
    return pickle.load(f)
