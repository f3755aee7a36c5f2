// The table of primitives: names and what they want of their operands.
#include "theano/ir/primitives.h"

#include <array>

namespace theano::ir {
namespace {

constexpr std::array<PrimInfo, kPrimCount> kTable = {{
    {"add", 2, false, false},       {"sub", 2, false, false},    {"mul", 2, false, false},
    {"neg", 1, false, false},       {"abs", 1, false, false},    {"min", 2, false, false},
    {"max", 2, false, false},       {"sign", 1, false, false},   {"div", 2, false, true},
    {"floor_div", 2, false, false}, {"mod", 2, false, false},    {"pow", 2, false, false},
    {"eq", 2, true, false},         {"ne", 2, true, false},      {"lt", 2, true, false},
    {"le", 2, true, false},         {"gt", 2, true, false},      {"ge", 2, true, false},
    {"and", 2, false, false},       {"or", 2, false, false},     {"xor", 2, false, false},
    {"not", 1, false, false},       {"shl", 2, false, false},    {"shr", 2, false, false},
    {"select", 3, false, false},    {"cast", 1, false, false},   {"floor", 1, false, true},
    {"ceil", 1, false, true},       {"trunc", 1, false, true},   {"round_even", 1, false, true},
    {"round_away", 1, false, true}, {"is_nan", 1, true, true},   {"is_inf", 1, true, true},
    {"sqrt", 1, false, true},       {"exp", 1, false, true},     {"exp2", 1, false, true},
    {"expm1", 1, false, true},      {"log", 1, false, true},     {"log2", 1, false, true},
    {"log10", 1, false, true},      {"log1p", 1, false, true},   {"sin", 1, false, true},
    {"cos", 1, false, true},        {"tan", 1, false, true},     {"asin", 1, false, true},
    {"acos", 1, false, true},       {"atan", 1, false, true},    {"atan2", 2, false, true},
    {"sinh", 1, false, true},       {"cosh", 1, false, true},    {"tanh", 1, false, true},
    {"asinh", 1, false, true},      {"acosh", 1, false, true},   {"atanh", 1, false, true},
    {"erf", 1, false, true},        {"erfc", 1, false, true},    {"erfcx", 1, false, true},
    {"erfinv", 1, false, true},     {"erfcinv", 1, false, true}, {"gamma", 1, false, true},
    {"log_gamma", 1, false, true},  {"j0", 1, false, true},      {"j1", 1, false, true},
    {"i0", 1, false, true},         {"i1", 1, false, true},      {"jv", 2, false, true},
    {"iv", 2, false, true},         {"gamma_p", 2, false, true}, {"gamma_q", 2, false, true},
    {"bits_of", 1, false, true},    {"float_of", 1, false, false},
}};

static_assert(kTable.back().name == "float_of", "one row per primitive");

}  // namespace

const PrimInfo& prim_info(Prim prim) { return kTable[static_cast<std::size_t>(prim)]; }

}  // namespace theano::ir
