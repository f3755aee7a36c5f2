// Running sums and products, and what derivatives of products are made of.
#pragma once

#include "theano/ops/reduction/reduction.h"

namespace theano {

/// h[t] = terms[t] + links[t] * h[t - 1] along an axis, nothing before the first; reversed,
/// h[t] = terms[t] + links[t + 1] * h[t + 1]. The two are each other's adjoints.
Variable linear_recurrence(const Variable& links, const Variable& terms, std::int64_t axis, bool reverse);
/// For each element the product of all others along an axis, without division: right, with all its derivatives, where
/// elements are zero.
Variable product_of_others(const Variable& x, std::int64_t axis);

}  // namespace theano
