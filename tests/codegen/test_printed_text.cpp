// The text of printed kernels, word by word.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "codegen/printed_c.h"
#include "theano/codegen/c_printer.h"

namespace theano::codegen {
namespace {

using ir::BufferRole;
using ir::Builder;
using ir::Combine;
using ir::Expr;
using ir::Kernel;
using ir::Prim;
using Indices = std::vector<Expr>;

/// The text without what stands first and last in every one.
std::string without_frame(const std::string& text) {
  const std::string first = "extern \"C\" {\n#endif\n", last = "\n#ifdef __cplusplus\n}";
  const std::size_t begin = text.find(first), end = text.rfind(last);
  if (begin == std::string::npos || end == std::string::npos) return text;
  return text.substr(begin + first.size(), end - begin - first.size());
}

Kernel scale_and_shift() {
  Builder builder("scale_and_shift", 2);
  const int x = builder.add_buffer(DType::Float32, 2, BufferRole::Input),
            scale = builder.add_buffer(DType::Float32, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float32, 2, BufferRole::Output);
  const Indices at = builder.map_indices();
  builder.store(out, at, prim(Prim::Max, builder.load(x, at) * builder.load(scale, Indices{at[1]}) + 0.1, 0.0));
  return builder.finish();
}

TEST(PrintedText, AMap) {
  EXPECT_EQ(without_frame(print_c(scale_and_shift())), R"(
static inline float max_float32(float a, float b) {
  return a > b || a != a ? a : b;
}

void kernel_scale_and_shift(
    int64_t n0, int64_t n1,
    const float *in0, int64_t in0_s0, int64_t in0_s1,
    const float *in1, int64_t in1_s0,
    float *out2, int64_t out2_s0, int64_t out2_s1) {
  for (int64_t i0 = 0; i0 < n0; ++i0) {
    for (int64_t i1 = 0; i1 < n1; ++i1) {
      const float in1_2 = in1[i1 * in1_s0];
      const float in0_3 = in0[i0 * in0_s0 + i1 * in0_s1];
      const float mul_4 = in0_3 * in1_2;
      const float add_6 = mul_4 + 0.1f;
      const float max_8 = max_float32(add_6, 0.0f);
      out2[i0 * out2_s0 + i1 * out2_s1] = max_8;
    }
  }
}
)");
}

/// The mean of every row and where its largest element stands.
Kernel mean_and_place() {
  Builder builder("mean and place", 1);
  const int x = builder.add_buffer(DType::Float64, 2, BufferRole::Input);
  const int mean = builder.add_buffer(DType::Float64, 1, BufferRole::Output),
            place = builder.add_buffer(DType::Int64, 1, BufferRole::Output);
  const Expr n = builder.add_param(), i = builder.map_index(0);
  const auto element = [&](std::span<const Expr> j) { return builder.load(x, Indices{i, j[0]}); };
  builder.store(mean, Indices{i},
                builder.reduce(Combine::Sum, DType::Float64, Indices{n}, element) / cast(n, DType::Float64));
  builder.store(place, Indices{i}, builder.reduce_arg(Combine::ArgMax, DType::Float64, Indices{n}, element).second);
  return builder.finish();
}

TEST(PrintedText, Reductions) {
  EXPECT_EQ(without_frame(print_c(mean_and_place())), R"(
/* What a reduction of `count` elements gives. The order of the lanes is part of the result. */
static inline double sum_of_lanes_float64(double *lanes, int64_t count) {
  if (count == 0) return 0.0;
  for (int64_t left = count < 32 ? count : 32; left > 1; left = (left + 1) / 2) {
    for (int64_t k = 0; k < left / 2; ++k) lanes[k] = lanes[k] + lanes[k + (left + 1) / 2];
  }
  return lanes[0];
}

void kernel_mean_and_place(
    int64_t n0,
    const double *in0, int64_t in0_s0, int64_t in0_s1,
    double *out1, int64_t out1_s0,
    int64_t *out2, int64_t out2_s0,
    int64_t p0) {
  for (int64_t i0 = 0; i0 < n0; ++i0) {
    const double to_float64_2 = (double)p0;
    double lanes_5[32];
    int64_t count_5 = 0;
    for (int64_t j_3 = 0; j_3 < p0; ++j_3) {
      const double in0_4 = in0[i0 * in0_s0 + j_3 * in0_s1];
      lanes_5[count_5 % 32] = count_5 < 32 ? in0_4 : lanes_5[count_5 % 32] + in0_4;
      ++count_5;
    }
    const double sum_5 = sum_of_lanes_float64(lanes_5, count_5);
    const double div_7 = sum_5 / to_float64_2;
    out1[i0 * out1_s0] = div_7;
    double best_10 = (-INFINITY);
    int64_t at_10 = 0;
    int64_t count_10 = 0;
    for (int64_t j_8 = 0; j_8 < p0; ++j_8) {
      const double in0_9 = in0[i0 * in0_s0 + j_8 * in0_s1];
      if (count_10 == 0 || in0_9 > best_10 || (in0_9 != in0_9 && best_10 == best_10)) {
        best_10 = in0_9;
        at_10 = count_10;
      }
      ++count_10;
    }
    out2[i0 * out2_s0] = at_10;
  }
}
)");
}

/// out[i] = table[index[i]].
Kernel gather() {
  Builder builder("gather", 1);
  const int table = builder.add_buffer(DType::Float16, 1, BufferRole::Input),
            index = builder.add_buffer(DType::Int64, 1, BufferRole::Input);
  const int out = builder.add_buffer(DType::Float16, 1, BufferRole::Output);
  const Expr size = builder.add_param(), i = builder.map_index(0), row = builder.load(index, Indices{i});
  builder.check((row >= 0) & (row < size), row, size,
                {.message = "index {} is out of bounds for size {limit}", .provenance = {}});
  builder.store(out, Indices{i}, builder.load(table, Indices{row}));
  return builder.finish();
}

TEST(PrintedText, Checks) {
  EXPECT_EQ(without_frame(print_c(gather())), R"(
/* The first check that failed, or -1; the row-major number of the point where; what broke it, and which limit. */
struct theano_failure {
  int64_t check, map_point, detail, limit;
};

void kernel_gather(
    int64_t n0,
    const uint16_t *in0, int64_t in0_s0,
    const int64_t *in1, int64_t in1_s0,
    uint16_t *out2, int64_t out2_s0,
    int64_t p0,
    struct theano_failure *failure) {
  failure->check = -1;
  for (int64_t i0 = 0; i0 < n0; ++i0) {
    const int64_t in1_2 = in1[i0 * in1_s0];
    const bool lt_3 = in1_2 < p0;
    const bool ge_5 = in1_2 >= 0;
    const bool and_6 = ge_5 & lt_3;
    if (!and_6) {  /* index {} is out of bounds for size {limit} */
      failure->check = 0;
      failure->map_point = i0;
      failure->detail = in1_2;
      failure->limit = p0;
      return;
    }
    const uint16_t in0_7 = in0[in1_2 * in0_s0];
    out2[i0 * out2_s0] = in0_7;
  }
}
)");
}

TEST(PrintedText, KernelsOfOneNameAreNumbered) {
  const Kernel one = scale_and_shift(), other = mean_and_place();
  const CommentedKernel kernels[] = {{&one}, {&other, "the mean */ of\nrows"}, {&one}};
  const std::string text = print_c(kernels);
  EXPECT_NE(text.find("void kernel_scale_and_shift("), std::string::npos) << text;
  EXPECT_NE(text.find("/* the mean * / of rows */\nvoid kernel_mean_and_place("), std::string::npos) << text;
  EXPECT_NE(text.find("void kernel_scale_and_shift__2("), std::string::npos) << text;
}

TEST(PrintedText, IsAlsoCpp) {
  if (std::system("c++ --version > /dev/null 2>&1") != 0)
    GTEST_SKIP() << "there is no C++ compiler (c++) on this machine";
  std::string pattern = (std::filesystem::temp_directory_path() / "printed_cpp_XXXXXX").string();
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  const Kernel all[] = {scale_and_shift(), mean_and_place(), gather()};
  const CommentedKernel kernels[] = {{&all[0]}, {&all[1]}, {&all[2]}};
  std::ofstream(pattern + "/kernels.cpp") << print_c(kernels);
  const std::string command =
      "c++ -std=c++11 -Wall -Wextra -Werror -pedantic -Wno-unused-parameter -fsyntax-only " + pattern + "/kernels.cpp";
  EXPECT_EQ(std::system(command.c_str()), 0) << print_c(kernels);
  std::filesystem::remove_all(pattern);
}

}  // namespace
}  // namespace theano::codegen
