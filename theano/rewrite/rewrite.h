// What the pipeline strings together: the tables of rules, and the passes made of them.
#pragma once

#include <memory>
#include <vector>

#include "theano/rewrite/pass.h"

namespace theano::rewrite {

/// All tables of rules, in the order in which a node tries them.
THEANO_API const std::vector<const RuleTable*>& rule_tables();

/// Equal nodes and equal constants become one.
THEANO_API std::unique_ptr<Pass> merge();
/// Neutral elements, useless ops, constants and shapes: one form for what is equal.
THEANO_API std::unique_ptr<Pass> canonicalize(const RewriteQuery& query = {});
/// Forms that stay right for extreme arguments, and what they leave to be simplified.
THEANO_API std::unique_ptr<Pass> stabilize(const RewriteQuery& query = {});
/// Forms that are cheaper to run.
THEANO_API std::unique_ptr<Pass> specialize(const RewriteQuery& query = {});

/// All of them in their order, as far as the query takes them.
THEANO_API std::vector<std::unique_ptr<Pass>> standard_passes(const RewriteQuery& query = {});
/// Runs the standard passes.
THEANO_API RewriteReport rewrite(FunctionGraph& graph, const RewriteQuery& query = {});

}  // namespace theano::rewrite
