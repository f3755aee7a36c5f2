// Products and quotients as lists of factors, and how factors cancel.
#pragma once

#include <optional>
#include <vector>

#include "theano/graph/op.h"

namespace theano::rewrite {

/// The same variable, or the same op on the same inputs (not merged yet), or equal constants.
bool is_same_value(const Variable& a, const Variable& b);
/// Whether `v` is 0 in all elements, as far as its last few nodes tell.
bool is_zero(const Variable& v);
/// Whether a is -b, as far as it can be seen.
bool is_negative_of(const Variable& a, const Variable& b);
/// x when `v` is f(x), else null.
Variable argument_of(const Variable& v, const OpDefinition& f);
/// Whether `v` is a sigmoid, a softmax or an exponential (or a part or another shape of one): positive in exact
/// arithmetic, though it may round to 0.
bool is_positive_form(const Variable& v);

/// dimshuffle(x, order) as one op with a dimshuffle that x may be already; x itself where nothing changes.
Variable dimshuffled_together(const Variable& x, std::vector<std::int64_t> order);

/// A sum over axes put back beside what it sums.
struct ExpandedSum {
  Variable summed;
  std::vector<std::int64_t> axes;
  std::vector<std::int64_t> order;  ///< of the dimshuffle that puts the axes back
};
std::optional<ExpandedSum> expanded_sum(const Variable& v);
/// exp(u) / sum(exp(u)) over axes without overflow: softmax where it is one.
Variable softmax_over(const Variable& u, const ExpandedSum& sum);

/// (-1)? * product(numerators) / product(denominators)
struct ProductForm {
  bool is_negative = false;
  std::vector<Variable> numerators, denominators;
};
/// The factors of a float variable, through mul, true_div, neg, inv and sqr; at most some dozen.
ProductForm product_form(const Variable& v);
/// Cancels equal factors (only positive forms unless `any_factor`), and pairs of factors that together have a form
/// without overflow. Returns whether anything changed.
bool simplify(ProductForm& form, bool any_factor);
/// The product again, in the dtype and with the axes of `like`.
Variable build(const ProductForm& form, const Variable& like);

/// t * p as an expression in which p has cancelled somewhere in t: through sums, differences, choices, parts and other
/// shapes. Nothing when it cancels nowhere. `budget` bounds the nodes looked at.
std::optional<Variable> multiply_out(const Variable& t, const Variable& p, int& budget);

}  // namespace theano::rewrite
