"""Names that old programs import for both versions of Python."""
from collections import OrderedDict, defaultdict, deque  # noqa: F401
from collections.abc import Callable, MutableSet, ValuesView  # noqa: F401
from functools import cmp_to_key, partial  # noqa: F401
from io import BytesIO, StringIO  # noqa: F401
from itertools import filterfalse as ifilterfalse  # noqa: F401
from itertools import zip_longest as izip_longest  # noqa: F401
from operator import truediv as operator_div  # noqa: F401

PY3 = True
DefaultOrderedDict = defaultdict  # dictionaries keep their order
izip, imap, ifilter = zip, map, filter


def exc_message(error):
    """The message of an exception."""
    return error.args[0] if error.args else ""


def get_unbound_function(method):
    """The function behind a method."""
    return getattr(method, "__func__", method)
