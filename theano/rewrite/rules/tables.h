// The tables of rules, one function per theme; each table is built on first use.
#pragma once

#include "theano/rewrite/rule.h"

namespace theano::rewrite::rules {

const RuleTable& constant_folding();
const RuleTable& shapes();
const RuleTable& useless_ops();
const RuleTable& fills();
const RuleTable& finite_fills();
const RuleTable& neutral_elements();
const RuleTable& finite_only();
const RuleTable& cancellations();
const RuleTable& signs();
const RuleTable& inverses();
const RuleTable& lifts();
const RuleTable& finite_lifts();
const RuleTable& stable_forms();
const RuleTable& softmax_forms();
const RuleTable& products();
const RuleTable& crossentropy_forms();
const RuleTable& logarithms();
const RuleTable& error_functions();
const RuleTable& algebra();
const RuleTable& choices();
const RuleTable& subtensors();
const RuleTable& changed_parts();
const RuleTable& joins();
const RuleTable& reshapes();
const RuleTable& reductions();
const RuleTable& shared_reductions();
const RuleTable& powers();

}  // namespace theano::rewrite::rules
