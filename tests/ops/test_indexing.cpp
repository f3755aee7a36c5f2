// Parts of tensors and tensors with a part changed: patterns, values, derivatives, errors and texts.
#include <gtest/gtest.h>

#include "ops/graph_runner.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

using namespace testing_ops;
using tensor::inc_subtensor;
using tensor::set_subtensor;

Array ints(std::vector<std::int64_t> values) {
  const auto n = static_cast<std::int64_t>(values.size());
  return Array::from(values, {n});
}
std::vector<double> values_of(const Variable& v, const Variable& x, const Array& a) {
  return compute(v, {{x, a}}).to_doubles();
}
std::vector<bool> pattern(const Variable& v) { return v.tensor_type().broadcastable(); }
using Doubles = std::vector<double>;

TEST(IndexPattern, EncodesAndDecodes) {
  IndexPattern p;
  p.entries = {
      {false, DType::Int64, {}, {}}, {true, {}, DType::UInt8, {}}, {true, DType::Int32, DType::Int8, DType::Int64}};
  EXPECT_EQ(IndexPattern::decode(p.encode()).entries, p.entries);
  EXPECT_EQ(p.to_string(), "int64, :uint8:, int32:int8:int64");
  EXPECT_EQ(p.scalar_count(), 5);
}

TEST(Subtensor, Texts) {
  const Variable x = tensor::dvector("x"), i = tensor::iscalar("i"), m = tensor::dmatrix("m");
  EXPECT_EQ(x[0].to_string(), "Subtensor{int64}.0");
  EXPECT_EQ(x[slice(0, i)].to_string(), "Subtensor{int64:int32:}.0");
  EXPECT_EQ(x[slice({}, {}, -1)].to_string(), "Subtensor{::int64}.0");
  EXPECT_EQ((m[{slice(), 0}]).to_string(), "Subtensor{::, int64}.0");
  EXPECT_EQ(set_subtensor(tensor::ivector()[0], 1.5).to_string(), "IncSubtensor{Set;int64}.0");
  EXPECT_EQ(inc_subtensor(tensor::fvector()[0], tensor::dscalar()).to_string(), "IncSubtensor{Inc;int64}.0");
  EXPECT_EQ(x[Variable(tensor::lvector())].to_string(), "AdvancedSubtensor1.0");
}

TEST(Subtensor, Types) {
  const Variable m = tensor::dmatrix("m");
  EXPECT_EQ(pattern(m[slice(0, 1)]), (std::vector<bool>{false, false}));
  EXPECT_EQ(pattern(tensor::row()[slice(0, 1)]), (std::vector<bool>{true, false}));
  EXPECT_EQ(pattern(tensor::col()[{slice(), 0}]), (std::vector<bool>{false}));
  EXPECT_EQ(pattern(m[newaxis]), (std::vector<bool>{true, false, false}));
  EXPECT_EQ(pattern(m[Variable(tensor::ivector())]), (std::vector<bool>{false, false}));
  EXPECT_EQ(set_subtensor(m[0], tensor::vector()).type()->to_string(), m.type()->to_string());
  EXPECT_EQ(inc_subtensor(tensor::ivector()[0], 1).dtype(), DType::Int32);
  EXPECT_EQ(set_subtensor(tensor::fvector()[0], tensor::dscalar()).dtype(), DType::Float32);
}

TEST(Subtensor, Values) {
  const Variable x = tensor::dvector("x"), m = tensor::dmatrix("m"), i = tensor::iscalar("i");
  const Array v = counted({3}, 1), a = counted({2, 2}, 1);
  EXPECT_EQ(values_of(x[slice({}, {}, -1)], x, v), (Doubles{3, 2, 1}));
  EXPECT_EQ(values_of(x[slice(5)], x, v), (Doubles{}));
  EXPECT_EQ(values_of(x[slice(-2)], x, v), (Doubles{2, 3}));
  EXPECT_EQ(values_of(x[-1], x, v), (Doubles{3}));
  EXPECT_EQ(compute(x[slice(i, i + 1)], {{x, v}, {i, Array::scalar(std::int32_t{1})}}).to_doubles(), (Doubles{2}));
  EXPECT_EQ(compute(x[i], {{x, v}, {i, Array::scalar(std::int32_t{-1})}}).to_doubles(), (Doubles{3}));
  EXPECT_EQ(values_of(m[{ellipsis, 0}], m, a), (Doubles{1, 3}));
  EXPECT_EQ(compute(m[{newaxis, slice(), 0}], {{m, a}}).shape(), (Shape{1, 2}));
  EXPECT_EQ(values_of(m[{newaxis, slice(), 0}], m, a), (Doubles{1, 3}));
  EXPECT_EQ(compute(m[newaxis], {{m, a}}).shape(), (Shape{1, 2, 2}));
  EXPECT_EQ(values_of(m[{1, slice({}, {}, -1)}], m, a), (Doubles{4, 3}));
  EXPECT_EQ(values_of(m[slice()], m, a), a.to_doubles());
}

TEST(Subtensor, EverySliceOfAnAxis) {
  const Variable x = tensor::dvector("x"), a = tensor::lscalar(), b = tensor::lscalar(), c = tensor::lscalar();
  const Variable part = x[slice(a, b, c)];
  const Array v = counted({4});
  for (std::int64_t start = -6; start <= 6; start += 2) {
    for (std::int64_t stop = -5; stop <= 5; stop += 3) {
      for (std::int64_t step : {-2, -1, 1, 3}) {
        Doubles expected;
        const auto clip = [&](std::int64_t k) {
          k = k < 0 ? k + 4 : k;
          return step > 0 ? std::clamp<std::int64_t>(k, 0, 4) : std::clamp<std::int64_t>(k, -1, 3);
        };
        for (std::int64_t k = clip(start); step > 0 ? k < clip(stop) : k > clip(stop); k += step) {
          expected.push_back(static_cast<double>(k));
        }
        EXPECT_EQ(compute(part, {{x, v}, {a, Array::scalar(start)}, {b, Array::scalar(stop)}, {c, Array::scalar(step)}})
                      .to_doubles(),
                  expected)
            << start << ":" << stop << ":" << step;
      }
    }
  }
}

TEST(Subtensor, Errors) {
  const Variable x = tensor::dvector("x"), i = tensor::iscalar("i"), m = tensor::dmatrix("m");
  const Array two = counted({2});
  EXPECT_EQ(error_text<IndexError>([&] {
              compute(x[i], {{x, two}, {i, Array::scalar(std::int32_t{5})}});
            }),
            "[subtensor] index 5 is out of bounds for axis 0 with size 2.\n  Way out: use an index from -2 to 1.");
  EXPECT_THROW(compute(x[i], {{x, two}, {i, Array::scalar(std::int32_t{-3})}}), IndexError);
  EXPECT_EQ(error_text<IndexError>([&] {
              m[{0, 0, 0}];
            }).substr(0, 80),
            "[subtensor] too many indices for array: it has 2 axes, but there are 3 indices.\n");
  EXPECT_THROW((m[{ellipsis, ellipsis}]), IndexError);
  EXPECT_THROW(IndexEntry(Operand(1.5)), TypeError);
  EXPECT_THROW(x[slice({}, {}, 0)], ValueError) << "known while the graph is built";
  const Variable step = tensor::lscalar();
  EXPECT_EQ(error_text<ValueError>([&] {
              compute(x[slice({}, {}, step)], {{x, two}, {step, Array::scalar(std::int64_t{0})}});
            }),
            "[subtensor] slice step cannot be zero.\n  Way out: use a positive or a negative step.");
  EXPECT_EQ(error_text<TypeError>([&] { set_subtensor(x, 1); }).substr(0, 74),
            "[set_subtensor] x must be the result of a subtensor operation, but it is x");
  EXPECT_EQ(error_text<TypeError>([&] { set_subtensor(m[0], m); }).substr(0, 88),
            "[inc_subtensor] Trying to increment a 1-dimensional subtensor with a 2-dimensional value");
}

TEST(IncSubtensor, Values) {
  const Variable x = tensor::dvector("x"), m = tensor::dmatrix("m"), v = tensor::dvector("v");
  const Array a = counted({2, 3});
  EXPECT_EQ(values_of(inc_subtensor(x[slice(1)], 10), x, counted({3})), (Doubles{0, 11, 12}));
  EXPECT_EQ(values_of(set_subtensor(x[slice({}, {}, -2)], 7), x, counted({3})), (Doubles{7, 1, 7}));
  EXPECT_EQ(compute(set_subtensor(m[1], v), {{m, a}, {v, counted({3}, 10)}}).to_doubles(),
            (Doubles{0, 1, 2, 10, 11, 12}));
  EXPECT_EQ(compute(inc_subtensor(m[{slice(), 1}], v), {{m, a}, {v, counted({2}, 10)}}).to_doubles(),
            (Doubles{0, 11, 2, 3, 15, 5}));
  EXPECT_EQ(values_of(set_subtensor(m[{1, 2}], 9), m, a), (Doubles{0, 1, 2, 3, 4, 9}));
  EXPECT_EQ(values_of(set_subtensor(m[{newaxis, 0}], 9), m, a), (Doubles{9, 9, 9, 3, 4, 5}))
      << "the new axis is undone";
  const Variable n = tensor::ivector("n");
  EXPECT_EQ(values_of(set_subtensor(n[0], 1.5), n, counted({2}, 0, DType::Int32)), (Doubles{1, 1})) << "cast silently";
  EXPECT_THROW(compute(set_subtensor(m[1], v), {{m, a}, {v, counted({2})}}), ShapeError);
}

TEST(Subtensor, Derivatives) {
  const Variable m = tensor::dmatrix("m"), y = tensor::dvector("y");
  const Array a = counted({3, 4}), b = counted({4});
  EXPECT_LT(vjp_distance(m[{slice({}, {}, -2), 1}], {{m, a}}, 0), 1e-7);
  const Variable set = set_subtensor(m[1], y), inc = inc_subtensor(m[1], y), scalar = set_subtensor(m[slice(1)], 2.0);
  EXPECT_LT(vjp_distance(set, {{m, a}, {y, b}}, 0), 1e-7);
  EXPECT_LT(vjp_distance(set, {{m, a}, {y, b}}, 1), 1e-7);
  EXPECT_LT(vjp_distance(inc, {{m, a}, {y, b}}, 0), 1e-7);
  EXPECT_LT(vjp_distance(inc, {{m, a}, {y, b}}, 1), 1e-7);
  EXPECT_LT(vjp_distance(scalar, {{m, a}}, 0), 1e-7);
  const Variable part = m[tensor::iscalar()];
  EXPECT_EQ(part.owner()->op()->definition().connection_pattern(*part.owner()),
            (std::vector<std::vector<bool>>{{true}, {false}}));
}

TEST(AdvancedSubtensor, Values) {
  const Variable x = tensor::dvector("x"), m = tensor::dmatrix("m"), i = tensor::lvector("i"), j = tensor::lvector("j");
  const Array a = counted({2, 2}, 1);
  const auto constant = [](std::vector<std::int64_t> v) { return IndexEntry(Operand(ints(std::move(v)))); };
  EXPECT_EQ(compute(x[i], {{x, counted({3})}, {i, ints({2, -3, 2})}}).to_doubles(), (Doubles{2, 0, 2}));
  EXPECT_EQ(compute(m[i], {{m, a}, {i, ints({1, 1, 0})}}).to_doubles(), (Doubles{3, 4, 3, 4, 1, 2}));
  EXPECT_EQ(compute(m[i], {{m, a}, {i, ints({})}}).shape(), (Shape{0, 2}));
  EXPECT_EQ(values_of(m[{constant({0, 1}), constant({0, 1})}], m, a), (Doubles{1, 4}));
  EXPECT_EQ(values_of(m[{slice(), constant({0, 0})}], m, a), (Doubles{1, 1, 3, 3}));
  EXPECT_EQ(compute(m[{tensor::arange(tensor::size(j)), j}], {{m, a}, {j, ints({1, 0})}}).to_doubles(),
            (Doubles{2, 3}));
  const Variable t = tensor::dtensor3("t");
  const Array b = counted({2, 3, 4});
  // Indices that are not neighbours go to the front.
  const Variable apart = t[{constant({0, 1}), slice(), constant({3, 0})}];
  EXPECT_EQ(compute(apart, {{t, b}}).shape(), (Shape{2, 3}));
  EXPECT_EQ(values_of(apart, t, b), (Doubles{3, 7, 11, 12, 16, 20}));
  const Variable beside = t[{0, slice(1), constant({3, 0})}];
  EXPECT_EQ(values_of(beside, t, b), (Doubles{7, 11, 4, 8}));
  // Arrays of two axes, broadcast together.
  const Array grid = Array::from(std::vector<std::int64_t>{0, 1}, {2, 1});
  EXPECT_EQ(values_of(m[{IndexEntry(Operand(grid)), constant({1, 0})}], m, a), (Doubles{2, 1, 4, 3}));
  const Array mask = Array::from(std::vector<std::int64_t>{1, 0, 0, 1}, {2, 2}).astype(DType::Bool);
  EXPECT_EQ(values_of(m[IndexEntry(Operand(mask))], m, a), (Doubles{1, 4}));
}

TEST(AdvancedSubtensor, ChangedTensors) {
  const Variable x = tensor::dvector("x"), m = tensor::dmatrix("m"), v = tensor::dvector("v");
  const Variable twice = make_constant(ints({0, 0}));
  EXPECT_EQ(values_of(inc_subtensor(x[twice], 1), x, counted({2}, 1)), (Doubles{3, 2}))
      << "repeated indices accumulate";
  EXPECT_EQ(values_of(inc_subtensor(m[{twice, twice}], 1), m, Array::zeros(DType::Float64, {2, 2})),
            (Doubles{2, 0, 0, 0}));
  EXPECT_EQ(compute(set_subtensor(x[twice], v), {{x, counted({2})}, {v, counted({2}, 5)}}).to_doubles(),
            (Doubles{6, 1}))
      << "the last wins";
  EXPECT_EQ(compute(inc_subtensor(m[twice], v), {{m, counted({2, 3})}, {v, counted({3}, 1)}}).to_doubles(),
            (Doubles{2, 5, 8, 3, 4, 5}));
  // A slice beside an array: the result has the shape of the whole tensor.
  EXPECT_EQ(values_of(set_subtensor(m[{slice(1), make_constant(ints({2, 0}))}], 9), m, counted({3, 3})),
            (Doubles{0, 1, 2, 9, 4, 9, 9, 7, 9}));
  EXPECT_THROW(compute(set_subtensor(x[twice], v), {{x, counted({2})}, {v, counted({3})}}), ShapeError);
}

TEST(AdvancedSubtensor, Errors) {
  const Variable x = tensor::dvector("x"), m = tensor::dmatrix("m"), i = tensor::lvector("i");
  const std::string text = error_text<IndexError>([&] { compute(x[i], {{x, counted({2})}, {i, ints({5})}}); });
  EXPECT_EQ(text, "[advanced_subtensor1] index 5 is out of bounds for axis 0 with size 2");
  EXPECT_THROW(compute(x[i], {{x, counted({2})}, {i, ints({-3})}}), IndexError);
  const Variable j = tensor::lvector("j");
  EXPECT_THROW(compute(m[{i, j}], {{m, counted({2, 2})}, {i, ints({0, 1})}, {j, ints({0, 1, 1})}}), IndexError);
  EXPECT_THROW((x[{i, i}]), IndexError);
  EXPECT_THROW(x[symbol(DType::Bool, {false, false})], IndexError);
}

TEST(AdvancedSubtensor, Derivatives) {
  const Variable m = tensor::dmatrix("m"), y = tensor::dmatrix("y");
  const Variable rows = make_constant(ints({2, 0, 2})), columns = make_constant(ints({1, 1, 0}));
  const Array a = counted({3, 2}), b = counted({3, 2}, 3);
  EXPECT_LT(vjp_distance(m[rows], {{m, a}}, 0), 1e-7);
  EXPECT_LT(vjp_distance(m[{rows, columns}], {{m, a}}, 0), 1e-7);
  EXPECT_LT(vjp_distance(m[{slice(), columns}], {{m, a}}, 0), 1e-7);
  EXPECT_LT(vjp_distance(inc_subtensor(m[rows], y), {{m, a}, {y, b}}, 0), 1e-7);
  EXPECT_LT(vjp_distance(inc_subtensor(m[rows], y), {{m, a}, {y, b}}, 1), 1e-7);
  const Variable once = make_constant(ints({2, 0}));
  const Array c = counted({2, 2});
  EXPECT_LT(vjp_distance(set_subtensor(m[once], y), {{m, a}, {y, c}}, 0), 1e-7);
  EXPECT_LT(vjp_distance(set_subtensor(m[once], y), {{m, a}, {y, c}}, 1), 1e-7);
}

TEST(Take, ModesAndAxes) {
  const Variable m = tensor::dmatrix("m"), x = tensor::dvector("x");
  const Array a = counted({2, 2}, 1);
  EXPECT_EQ(values_of(tensor::take(m, 1), m, a), (Doubles{2}));
  EXPECT_EQ(values_of(tensor::take(m, ints({0, 3})), m, a), (Doubles{1, 4}));
  EXPECT_EQ(values_of(tensor::take(m, ints({1, 1}), -1), m, a), (Doubles{2, 2, 4, 4}));
  EXPECT_EQ(values_of(tensor::take(x, ints({0, 5}), {}, "wrap"), x, counted({2}, 1)), (Doubles{1, 2}));
  EXPECT_EQ(values_of(tensor::take(x, ints({0, 5}), {}, "clip"), x, counted({2}, 1)), (Doubles{1, 2}));
  EXPECT_THROW(tensor::take(x, 0, {}, "odd"), ValueError);
}

}  // namespace
}  // namespace theano
