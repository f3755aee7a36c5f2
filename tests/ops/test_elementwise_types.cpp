// Types of element-wise ops: promotion as the original's tables have it, broadcasting by type, refusals, printed names.
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "theano/base/config.h"
#include "theano/base/error.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

namespace T = tensor;

constexpr DType kAll[] = {DType::Bool,    DType::Int8,    DType::Int16,     DType::Int32,     DType::Int64,
                          DType::UInt8,   DType::UInt16,  DType::UInt32,    DType::UInt64,    DType::Float16,
                          DType::Float32, DType::Float64, DType::Complex64, DType::Complex128};

Variable vector_of(DType dtype) { return T::tensor(dtype, {false}); }

std::string code(DType dtype) {
  static const std::map<DType, std::string> codes = {
      {DType::Bool, "b1"},      {DType::Int8, "i1"},       {DType::Int16, "i2"},   {DType::Int32, "i4"},
      {DType::Int64, "i8"},     {DType::UInt8, "u1"},      {DType::UInt16, "u2"},  {DType::UInt32, "u4"},
      {DType::UInt64, "u8"},    {DType::Float16, "f2"},    {DType::Float32, "f4"}, {DType::Float64, "f8"},
      {DType::Complex64, "c8"}, {DType::Complex128, "c16"}};
  return codes.at(dtype);
}

/// The dtypes that `make` gives for every dtype, in the order of kAll; "-" where it throws a TypeError,
/// "complex" where a ComplexError.
template <class F>
std::string row(const F& make) {
  std::string text;
  for (const DType dtype : kAll) {
    std::string result = "-";
    try {
      result = code(make(vector_of(dtype)).dtype());
    } catch (const TypeError&) {
    } catch (const ComplexError&) {
      result = "complex";
    }
    text += (text.empty() ? "" : " ") + result;
  }
  return text;
}

template <class Op>
std::string row_with(const Op& op, DType left) {
  return row([&](const Variable& right) { return op(vector_of(left), right); });
}

class Types : public testing::Test {
 protected:
  ConfigScope floatX_{"floatX", "float64"};
};

TEST_F(Types, AddPromotesAsNumPy) {
  EXPECT_EQ(row_with(T::add, DType::Bool), "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row_with(T::add, DType::Int8), "i1 i1 i2 i4 i8 i2 i4 i8 f8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row_with(T::add, DType::UInt64), "u8 f8 f8 f8 f8 u8 u8 u8 u8 f8 f8 f8 c16 c16");
  EXPECT_EQ(row_with(T::add, DType::Float16), "f2 f2 f4 f8 f8 f2 f4 f8 f8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row_with(T::add, DType::Float32), "f4 f4 f4 f8 f8 f4 f4 f8 f8 f4 f4 f8 c8 c16");
}

TEST_F(Types, SubAndNegRefuseBool) {
  EXPECT_EQ(row_with(T::sub, DType::Bool), "- i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row(T::neg), "- i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16");
}

TEST_F(Types, DivisionOfDiscreteIsFloatX) {
  EXPECT_EQ(row_with(T::true_div, DType::Bool), "f8 f8 f8 f8 f8 f8 f8 f8 f8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row_with(T::true_div, DType::Int32), "f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 c16 c16");
  const ConfigScope single("floatX", "float32");
  EXPECT_EQ(row_with(T::true_div, DType::Int16), "f4 f4 f4 f4 f4 f4 f4 f4 f4 f4 f4 f8 c8 c16");
}

TEST_F(Types, OtherArithmetic) {
  EXPECT_EQ(row_with(T::int_div, DType::Bool), "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row_with(T::mod, DType::Bool), "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 complex complex");
  EXPECT_EQ(row_with(T::pow, DType::Bool), "i1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row_with(T::arctan2, DType::Float16), "f4 f4 f4 f8 f8 f4 f4 f8 f8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row_with(T::maximum, DType::UInt8), "u1 i2 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row_with(T::eq, DType::Float32), "b1 b1 b1 b1 b1 b1 b1 b1 b1 b1 b1 b1 b1 b1");
  EXPECT_EQ(row_with(T::second, DType::Float32), "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16");
}

TEST_F(Types, Unary) {
  EXPECT_EQ(row(T::exp), "f4 f4 f4 f8 f8 f4 f4 f8 f8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row(T::nnet::sigmoid), "f4 f4 f4 f8 f8 f4 f4 f8 f8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row(T::inv), "f4 f4 f4 f8 f8 f4 f4 f8 f8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row(T::sqr), "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16");
  EXPECT_EQ(row(T::abs), "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 f4 f8");
  EXPECT_EQ(row(T::sgn), "- i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 - -");
  EXPECT_EQ(row(T::floor), "f4 f4 f4 f8 f8 f4 f4 f8 f8 f2 f4 f8 - -");
  EXPECT_EQ(row([](const Variable& x) { return T::round(x); }), "- - - - - - - - - f2 f4 f8 - -");
  EXPECT_EQ(row(T::invert), "b1 i1 i2 i4 i8 u1 u2 u4 u8 - - - - -");
  EXPECT_EQ(row(T::isnan), "b1 b1 b1 b1 b1 b1 b1 b1 b1 b1 b1 b1 b1 b1");
  EXPECT_EQ(row([](const Variable& x) { return T::iround(T::cast(x, DType::Float32)); }),
            "i8 i8 i8 i8 i8 i8 i8 i8 i8 i8 i8 i8 - -");
}

TEST_F(Types, Literals) {
  EXPECT_EQ(row([](const Variable& x) { return x + 300; }), "i2 i2 i2 i4 i8 i2 i4 i8 f8 f4 f4 f8 c8 c16");
  EXPECT_EQ(row([](const Variable& x) { return x + 1.1; }), "f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 c16 c16");
  EXPECT_EQ(row([](const Variable& x) { return x + 0.5; }), "f4 f4 f4 f8 f8 f4 f4 f8 f8 f4 f4 f8 c8 c16");
  EXPECT_EQ(row([](const Variable& x) { return T::clip(x, 0, 1); }), "i1 i1 i2 i4 i8 i2 i4 i8 f8 f2 f4 f8 - -");
  EXPECT_EQ(row([](const Variable& x) { return T::pow(2, x); }), "i1 i1 i2 i4 i8 i2 i4 i8 f8 f2 f4 f8 c8 c16");
  const ConfigScope single("floatX", "float32");
  EXPECT_EQ(row([](const Variable& x) { return x + 1.1; }), "f4 f4 f4 f8 f8 f4 f4 f8 f8 f4 f4 f8 c8 c16");
}

TEST_F(Types, SwitchIgnoresTheConditionsDtype) {
  const Variable condition = vector_of(DType::Float64);
  EXPECT_EQ(row([&](const Variable& y) { return T::switch_(condition, vector_of(DType::Int16), y); }),
            "i2 i2 i2 i4 i8 i2 i4 i8 f8 f4 f4 f8 c8 c16");
}

TEST_F(Types, ActivationsOfLiteralsKeepFloat32) {
  const ConfigScope single("floatX", "float32");
  const Variable x = T::matrix("x");
  EXPECT_EQ(T::nnet::relu(x).dtype(), DType::Float32);
  EXPECT_EQ(T::nnet::relu(x, 0.01).dtype(), DType::Float32);
  EXPECT_EQ(T::nnet::elu(x).dtype(), DType::Float32);
  EXPECT_EQ(T::nnet::selu(x).dtype(), DType::Float32);
  EXPECT_EQ(T::nnet::hard_sigmoid(x).dtype(), DType::Float32);
  EXPECT_EQ(T::nnet::hard_sigmoid(T::ivector()).dtype(), DType::Float64);
}

std::string pattern(const Variable& v) {
  std::string text;
  for (int axis = 0; axis < v.ndim(); ++axis) text += v.is_broadcastable(axis) ? "1" : "?";
  return text;
}

TEST_F(Types, BroadcastsByType) {
  EXPECT_EQ(pattern(T::row() + T::matrix()), "??");
  EXPECT_EQ(pattern(T::row() + T::col()), "??");
  EXPECT_EQ(pattern(T::row() * 2), "1?");
  EXPECT_EQ(pattern(T::scalar() + 1), "");
  EXPECT_EQ(pattern(T::vector() + T::row()), "1?");
  EXPECT_EQ(pattern(T::switch_(T::bscalar(), T::row(), T::matrix())), "??");
  EXPECT_EQ(pattern(T::fill(T::matrix(), 0)), "??");
}

TEST_F(Types, InsertsDimshuffles) {
  const Variable v = T::vector("v"), m = T::matrix("m");
  const Variable sum = m + v;
  EXPECT_EQ(sum.owner()->input(0), m);
  EXPECT_EQ(sum.owner()->input(1).to_string(), "InplaceDimShuffle{x,0}.0");
  EXPECT_EQ((v + 1).owner()->input(1).to_string(), "InplaceDimShuffle{x}.0");
}

TEST_F(Types, KnowsSizes) {
  const Variable a = make_variable(TensorType::of(DType::Float32, Shape{3, kUnknownSize}));
  const Variable b = make_variable(TensorType::of(DType::Float32, Shape{kUnknownSize, 1}));
  EXPECT_EQ((a + b).tensor_type().sizes(), (Shape{3, kUnknownSize}));
  EXPECT_EQ((a + T::constant(Array::zeros(DType::Float32, {3, 4}))).tensor_type().sizes(), (Shape{3, 4}));
}

TEST_F(Types, InfersShapesFromTheFirstThatDoesNotBroadcast) {
  const Variable m = T::matrix("m"), r = T::row("r");
  const Variable sum = r + m;
  const std::vector<SymbolicShape> inputs = {sizes_of(r), sizes_of(m)};
  const std::vector<SymbolicShape> shapes = sum.owner()->op()->definition().infer_shape(*sum.owner(), inputs);
  ASSERT_EQ(shapes.size(), 1U);
  EXPECT_EQ(shapes[0][0], inputs[1][0]);
  EXPECT_EQ(shapes[0][1], inputs[0][1]);
  const Variable twice = r * 2;
  const SymbolicShape of_row = twice.owner()->op()->definition().infer_shape(
      *twice.owner(), std::vector<SymbolicShape>{sizes_of(r), {constant_size(1), constant_size(1)}})[0];
  EXPECT_EQ(known_size(of_row[0]), 1);
  EXPECT_EQ(known_size(of_row[1]), std::nullopt);
}

TEST_F(Types, PrintsAsTheOriginal) {
  const Variable x = T::dvector("x"), b = T::bvector();
  const auto name = [](const Variable& v) { return v.owner()->op()->to_string(); };
  EXPECT_EQ(name(x + 1), "Elemwise{add,no_inplace}");
  EXPECT_EQ(name(x / 2), "Elemwise{true_div,no_inplace}");
  EXPECT_EQ(name(T::abs(x)), "Elemwise{abs_,no_inplace}");
  EXPECT_EQ(name(T::fill(x, 0)), "Elemwise{second,no_inplace}");
  EXPECT_EQ(name(T::switch_(b, x, x)), "Elemwise{switch,no_inplace}");
  EXPECT_EQ(name(b ^ b), "Elemwise{xor,no_inplace}");
  EXPECT_EQ(name(T::cast(x, DType::Int32)), "Elemwise{Cast{int32}}");
  EXPECT_EQ(name(T::tensor_copy(x)), "Elemwise{identity}");
  EXPECT_EQ(name(T::nnet::sigmoid(x)), "sigmoid");
  EXPECT_EQ(name(T::isnan(x)), "Elemwise{isnan_,no_inplace}");
}

TEST_F(Types, CastToTheSameDtypeIsTheVariable) {
  const Variable x = T::dvector("x");
  EXPECT_EQ(T::cast(x, "float64"), x);
  EXPECT_EQ(T::cast(x, "floatX"), x);
  EXPECT_EQ(T::cast(x, "int8").dtype(), DType::Int8);
}

template <class Error, class F>
std::string refusal(F make) {
  try {
    make();
  } catch (const Error& error) {
    EXPECT_EQ(error.phase(), Phase::Build);
    // The user's line is this file's, whose numbers would make the test brittle.
    std::string text, line;
    for (std::istringstream in(error.what()); std::getline(in, line);) {
      line = line.substr(0, line.find("   made in"));
      text += (text.empty() ? "" : "\n") + line;
    }
    return text;
  }
  return "nothing was thrown";
}

TEST_F(Types, TellsWhichSizesDiffer) {
  const Variable a = make_variable(TensorType::of(DType::Float32, Shape{3, 4}), "a");
  const Variable b = make_variable(TensorType::of(DType::Float32, Shape{3, 5}), "b");
  EXPECT_EQ(refusal<ShapeError>([&] { return a + b; }),
            "[add] the sizes along axis 1 must agree or be 1, but they are 4 and 5.\n"
            "  a  a  float32 (3, 4)\n"
            "  b  b  float32 (3, 5)\n"
            "  Way out: Reshape or slice one of them, or insert a broadcast dimension with dimshuffle.");
}

TEST_F(Types, TellsWhichDtypeIsRefused) {
  const Variable flags = T::tensor(DType::Bool, {false}, "flags");
  EXPECT_EQ(refusal<TypeError>([&] { return -flags; }),
            "[neg] the elements must be numbers, but they are bool.\n"
            "  a  flags  bool (?,)\n"
            "  Way out: Use invert or xor_ for logical values, or cast to an integer type.");
  EXPECT_EQ(refusal<TypeError>([&] { return T::invert(T::fvector("x")); }),
            "[invert] the elements must be bool or integers, but they are float32.\n"
            "  a  x  float32 (?,)\n"
            "  Way out: Compare first (neq(x, 0)), or cast to an integer type.");
  EXPECT_EQ(refusal<TypeError>([&] { return T::round(T::ivector("i")); }),
            "[round_half_to_even] the elements must be floats, but they are int32.\n"
            "  a  i  int32 (?,)\n"
            "  Way out: Integers need no rounding; cast to floatX where a float is wanted.");
  EXPECT_EQ(refusal<TypeError>([&] { return T::cast(T::cvector("z"), DType::Float32); }),
            "[cast] the elements must be real numbers, but they are complex64.\n"
            "  x  z  complex64 (?,)\n"
            "  Way out: Casting from complex to real is ambiguous: take real(x), imag(x), abs_(x) or angle(x).");
  EXPECT_EQ(refusal<ValueError>([&] { return T::round(T::vector(), "up"); }),
            "[round] mode must be \"half_to_even\" or \"half_away_from_zero\", but it is \"up\".\n"
            "  Way out: Leave the mode out to round ties to even, as NumPy does.");
}

TEST_F(Types, KeepsTheUsersLine) {
  const Variable x = T::vector("x");
  const int line = __LINE__ + 1;
  const Variable y = T::nnet::relu(x);
  EXPECT_EQ(y.provenance().position().line, line);
  EXPECT_EQ(y.owner()->input(1).provenance().position().line, line);
}

}  // namespace
}  // namespace theano
