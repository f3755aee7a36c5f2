"""Text tools."""


def render_string(string, sub):
    """The string with %(name)s replaced from a dictionary."""
    return string % sub
