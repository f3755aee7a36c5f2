// What a call costs beside its work: no memory but its results; and calls of several threads at one time.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "runtime/allocation_count.h"
#include "theano/theano.h"

namespace theano {
namespace {

namespace T = tensor;

Array numbers(Shape shape) {
  Array a(DType::Float64, std::move(shape));
  for (std::int64_t i = 0; i < a.size(); ++i) a.data<double>()[i] = 0.1 * static_cast<double>(i % 13) - 0.6;
  return a;
}

/// Allocations of one call behind three like it.
template <class F>
std::int64_t allocations(const F& call) {
  for (int i = 0; i < 3; ++i) call();
  const std::int64_t before = runtime::allocation_count();
  call();
  return runtime::allocation_count() - before;
}

TEST(Calls, AllocateTheirResultsAlone) {
  const Variable x = T::dmatrix("x"), y = T::dmatrix("y");
  const Array a = numbers({4, 3}), b = numbers({3, 4});
  const Function one = function({x}, x + 1.0);
  EXPECT_EQ(allocations([&] { one(a); }), 1);
  const Variable h = T::tanh(T::dot(x, y));
  const Function two = function({x, y}, {T::sum(h * T::transpose(h)), T::mean(h[{slice(1)}], 0)});
  EXPECT_EQ(allocations([&] { two(a, b); }), 2);
  const Function none = function({x}, Out(x[{slice(1)}], true));
  EXPECT_EQ(allocations([&] { none(a); }), 1);  // an input that does not lend its memory is copied
  In lent(x);
  lent.borrow = true;
  const Function view = function({lent}, Out(x[{slice(1)}], true));
  EXPECT_EQ(allocations([&] { view(a); }), 0);
}

TEST(Calls, OfAnyKindAllocateTheirResultsAlone) {
  const Variable x = T::dvector("x"), y = T::dvector("y");
  In with_default(y);
  with_default.value.array = numbers({4});
  const Function f = function({x, with_default}, x * y);
  const Array a = numbers({4});
  const std::vector<Array> arguments{a};
  EXPECT_EQ(allocations([&] { f(a); }), 1);
  EXPECT_EQ(allocations([&] { f.call_trusted(arguments); }), 1);
  const std::pair<std::string, ArgumentView> keywords[] = {{"y", a}};
  const ArgumentView positional[] = {a};
  EXPECT_EQ(allocations([&] { f.call_view({positional, keywords}); }), 1);
  const Results three = function({x}, {x + 1.0, x + 2.0, x + 3.0})(a);
  EXPECT_EQ(three[2].at({0}), a.at({0}) + 3);
  EXPECT_THROW(three[3], std::out_of_range);
}

TEST(Calls, AllocateTheNewValuesOfSharedVariables) {
  const Variable table = make_shared_variable(numbers({50, 3}), "table");
  const Variable total = make_shared_variable(Array::scalar(0.0), "total");
  const Variable row = T::dvector("row"), i = T::lscalar("i");
  const Function count = function({}, {}, {Update(total, total + 1.0)});
  EXPECT_EQ(allocations([&] { count(); }), 1);
  const Function write = function({row, i}, {}, {Update(table, T::inc_subtensor(table[{i}], row))});
  const Array values = numbers({3}), at = Array::scalar(std::int64_t{7});
  EXPECT_EQ(allocations([&] { write(values, at); }), 0);
  const Function read = function({i}, T::sum(table[{i}]));
  EXPECT_EQ(allocations([&] { read(at); }), 1);
}

TEST(Calls, ThatFailLeaveNothingBehind) {
  const Variable x = T::dvector("x"), y = T::dvector("y");
  const Variable total = make_shared_variable(Array::scalar(0.0), "total");
  const Function f = function({x, y}, x + y, {Update(total, total + T::sum(x))});
  const Array three = numbers({3}), four = numbers({4});
  const BufferPtr memory = three.buffer();
  EXPECT_EQ(f(three, three)[0].size(), 3);
  EXPECT_THROW(f(three, four), ShapeError);
  EXPECT_THROW(f(three), TypeError);
  EXPECT_EQ(memory.use_count(), 2);
  EXPECT_DOUBLE_EQ(total.shared()->get_value().item(), eval(T::sum(T::constant(three))).item());
  EXPECT_EQ(f(four, four)[0].size(), 4);
}

TEST(Calls, SayWhenTheyAreLong) {
  const Variable x = T::dvector("x");
  const Function f = function({x}, T::exp(x));
  int told = 0;
  std::function<void()> tell = [&] { ++told; };
  const auto call = [&](const Array& a) {
    const ArgumentView views[] = {a};
    CallView view{views};
    view.before_long_work = &tell;
    told = 0;
    f.call_view(view);
    return told > 0;
  };
  const Array small = numbers({4}), large = numbers({100'000});
  EXPECT_TRUE(call(small)) << "a new shape is planned";
  EXPECT_FALSE(call(small));
  EXPECT_TRUE(call(large));
  EXPECT_TRUE(call(large));
}

TEST(Calls, OfOneFunctionRunOnSeveralThreads) {
  const Variable x = T::dmatrix("x");
  const Function f = function({x}, {T::dot(x, T::transpose(x)), T::sum(T::tanh(x), 0)});
  std::vector<Array> values;
  std::vector<Results> wanted;
  for (std::int64_t n = 1; n <= 5; ++n) {
    values.push_back(numbers({n, 40}));
    wanted.push_back(f(values.back()));
  }
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 300; ++i) {
        const std::size_t n = (i * (t + 1)) % values.size();
        const Results found = f(values[n]);
        if (!is_identical(found[0], wanted[n][0]) || !is_identical(found[1], wanted[n][1])) ++wrong;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Calls, OfFunctionsThatShareVariablesLoseNoUpdate) {
  const Variable a = make_shared_variable(Array::scalar(0.0), "a"), b = make_shared_variable(Array::scalar(0.0), "b");
  const Variable table = make_shared_variable(Array::zeros(DType::Float64, {8, 4}), "table");
  const Variable i = T::lscalar("i");
  // Each of the two reads what the other writes, and they name them in different orders.
  const Function first = function({}, {}, {Update(a, a + 1.0), Update(b, b + 1.0)});
  const Function second = function({}, {}, {Update(b, b + 1.0), Update(a, a + 1.0)});
  const Function difference = function({}, a - a + T::sum(table) * 0.0);
  const Function write = function({i}, {}, {Update(table, T::inc_subtensor(table[{i}], 1.0))});
  constexpr int kRounds = 300;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int round = 0; round < kRounds; ++round) {
        (t % 2 ? first : second)();
        write(Array::scalar(std::int64_t{(t + round) % 8}));
        if (difference().item() != 0) ++wrong;
        const Array seen = table.shared()->get_value();
        for (std::int64_t row = 0; row < 8; ++row)
          if (seen.at({row, 0}) != seen.at({row, 3})) ++wrong;  // rows are written whole
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(a.shared()->get_value().item(), 4 * kRounds);
  EXPECT_EQ(b.shared()->get_value().item(), 4 * kRounds);
  EXPECT_EQ(eval(T::sum(table)).item(), 4 * 4 * kRounds);
}

/// What a call has taken, as the profile tells it.
MemoryUse measured(const Function& f, const std::vector<Array>& arguments) {
  f.call({arguments.begin(), arguments.end()});
  return f.peak_memory();
}

Function profiled(std::vector<In> inputs, Outputs outputs, std::vector<Update> updates = {}) {
  FunctionOptions options;
  options.profile = true;
  return function(std::move(inputs), std::move(outputs), std::move(updates), {}, options);
}

TEST(Memory, IsPredictedAsItIsTaken) {
  const Variable x = T::dmatrix("x"), y = T::dmatrix("y");
  const Variable h = T::tanh(T::dot(x, y));
  const Variable s = make_shared_variable(numbers({30, 20}), "s");
  const Function f = profiled({x, y}, {T::dot(h, T::transpose(h)), T::sum(h, 0)}, {Update(s, s + T::dot(x, y))});
  const Array a = numbers({30, 10}), b = numbers({10, 20});
  const MemoryUse predicted = f.memory({a.shape(), b.shape()});
  EXPECT_EQ(f.peak_memory().peak_bytes(), 0) << "predicting runs nothing";
  const MemoryUse taken = measured(f, {a, b});
  EXPECT_TRUE(predicted.is_exact);
  EXPECT_EQ(predicted.workspace_bytes, taken.workspace_bytes);
  EXPECT_EQ(predicted.result_bytes, taken.result_bytes);
  EXPECT_EQ(predicted.result_bytes, 8 * (30 * 30 + 20 + 30 * 20));
  EXPECT_GE(predicted.workspace_bytes, 8 * 30 * 20);
  ASSERT_FALSE(predicted.largest.empty());
  EXPECT_EQ(predicted.largest[0].size_bytes, 8 * 30 * 30);
  EXPECT_EQ(predicted.largest[0].type, "float64 (30, 30)");
}

TEST(Memory, OfLoopsIsPredicted) {
  const Variable x = T::dvector("x");
  const Function f = profiled({x}, jacobian(T::tanh(x) * T::sum(x), x));
  const MemoryUse predicted = f.memory({Shape{50}}), taken = measured(f, {numbers({50})});
  EXPECT_EQ(predicted.peak_bytes(), taken.peak_bytes());
  EXPECT_GE(predicted.peak_bytes(), 8 * 50 * 50);
}

TEST(Memory, FollowsFromValuesWhereSizesDo) {
  const Variable n = T::lscalar("n"), x = T::dvector("x");
  const Function f = profiled({n}, T::arange(n) * 2.0);
  const MemoryUse unknown = f.memory({Shape{}});
  EXPECT_FALSE(unknown.is_exact);
  const Array thousand = Array::scalar(std::int64_t{1000});
  const MemoryUse known = f.memory({thousand});
  EXPECT_TRUE(known.is_exact);
  EXPECT_EQ(known.result_bytes, 8000);
  EXPECT_EQ(measured(f, {thousand}).peak_bytes(), known.peak_bytes());
}

TEST(Memory, OfWritingInPlaceIsNone) {
  const Variable table = make_shared_variable(numbers({500, 3}), "table");
  const Variable row = T::dvector("row");
  const Function f = profiled({row}, {}, {Update(table, T::inc_subtensor(table[{7}], row))});
  EXPECT_LT(f.memory({Shape{3}}).peak_bytes(), 500);
  EXPECT_LT(measured(f, {numbers({3})}).peak_bytes(), 500);
}

TEST(Memory, RefusesWhatDoesNotFit) {
  const Variable x = T::dmatrix("x"), y = T::dmatrix("y");
  const Function f = function({x, y}, x + y);
  EXPECT_THROW(f.memory({Shape{2, 3}, Shape{2, 4}}), ShapeError);
  EXPECT_THROW(f.memory({Shape{2, 3}}), TypeError);
  EXPECT_THROW(f.memory({Shape{2, 3}, Shape{2}}), TypeError);
  EXPECT_THROW(f.memory({Shape{2, 3}, Shape{2, 3}, Shape{2, 3}}), TypeError);
  const std::string text = to_string(f.memory({Shape{100, 30}, Shape{100, 30}}));
  EXPECT_EQ(text.substr(0, text.find('\n')), "24.0 kB at the peak: workspace 0 B, results 24.0 kB");
}

}  // namespace
}  // namespace theano
