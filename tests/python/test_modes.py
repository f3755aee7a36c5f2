"""Modes, and rewrites chosen by the names that Theano's programs use."""
import numpy as np
import pytest

import theano
import theano.tensor as T


def text_of(x, y, mode):
    return theano.printing.debugprint(theano.function([x], y, mode=mode), file="str")


def test_theano_names_select_rules():
    x = T.dvector("x")
    fast_run = theano.compile.mode.get_mode("FAST_RUN")
    assert "log1p" in text_of(x, T.log(1 + x), fast_run)
    assert "log1p" not in text_of(x, T.log(1 + x), fast_run.excluding("local_log1p"))
    nothing = theano.Mode(optimizer=None)
    assert "log1p" not in text_of(x, T.log(1 + x), nothing)
    assert "log1p" in text_of(x, T.log(1 + x), nothing.including("local_log1p"))


def test_an_unknown_mode_is_a_plain_exception():
    with pytest.raises(Exception, match="no predefined mode named 'NOPE'") as error:
        theano.function([], T.constant(1), mode="NOPE")
    assert type(error.value) is Exception


@pytest.mark.parametrize("name", ["no_such_rewrite", "inplace", "local_inplace_setsubtensor", "gpuarray"])
def test_unknown_names_are_accepted(name):
    x = T.dvector("x")
    mode = theano.compile.mode.get_mode("FAST_RUN").including(name).excluding(name)
    assert theano.function([x], x + 1, mode=mode)([1.0]).tolist() == [2.0]


def test_finite_only_is_an_option(monkeypatch):
    x = T.dvector("x")
    assert theano.function([x], x * 0)([np.inf]).tolist() == [0]
    monkeypatch.setattr(theano.config, "finite_only", False)
    assert np.isnan(theano.function([x], x * 0)([np.inf]))[0]


def test_optimizer_verbose_prints_the_rules(capfd, monkeypatch):
    x = T.dvector("x")
    monkeypatch.setattr(theano.config, "optimizer_verbose", True)
    theano.function([x], T.log(1 + x))
    assert "log(1 + x) = log1p(x)" in capfd.readouterr().err
