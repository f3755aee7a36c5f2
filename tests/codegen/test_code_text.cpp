// Code for processors that are not here: it assembles, in the vectors of each, and without a call in sight.
#include <gmock/gmock.h>

#include <regex>

#include "theano/codegen/code_text.h"
#include "theano/codegen/machine_code.h"
#include "theano/ir/builder.h"

// The library holds the back end of its own processor alone; test programs are linked with all of LLVM, or with none.
extern "C" {
[[gnu::weak]] void LLVMInitializeAArch64TargetInfo();
[[gnu::weak]] void LLVMInitializeAArch64Target();
[[gnu::weak]] void LLVMInitializeAArch64TargetMC();
[[gnu::weak]] void LLVMInitializeAArch64AsmPrinter();
}

namespace theano::codegen {
namespace {

using ir::Expr;
using testing::HasSubstr;
using testing::Not;

class CodeTextTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_code_generator()) GTEST_SKIP() << "this build has no code generator";
  }
};

/// y = (a * b + c) max 0.
ir::Kernel triad() {
  ir::Builder b("triad", 1);
  const Expr i[] = {b.map_index(0)};
  int buffers[3];
  for (int& buffer : buffers) buffer = b.add_buffer(DType::Float32, 1, ir::BufferRole::Input);
  const int out = b.add_buffer(DType::Float32, 1, ir::BufferRole::Output);
  const Expr sum = b.load(buffers[0], i) * b.load(buffers[1], i) + b.load(buffers[2], i);
  b.store(out, i, prim(ir::Prim::Max, sum, Expr(0.0)));
  return b.finish();
}

ir::Kernel exponential_sum() {
  ir::Builder b("exponential_sum", 1);
  const int in = b.add_buffer(DType::Float64, 2, ir::BufferRole::Input);
  const int out = b.add_buffer(DType::Float64, 1, ir::BufferRole::Output);
  const Expr row = b.map_index(0), extents[] = {b.add_param()};
  const Expr sum = b.reduce(ir::Combine::Sum, DType::Float64, extents, [&](std::span<const Expr> k) {
    const Expr at[] = {row, k[0]};
    return prim(ir::Prim::Exp, b.load(in, at));
  });
  b.store(out, {&row, 1}, sum);
  return b.finish();
}

/// The instructions between the label of the innermost loop and the jump back to it.
std::string innermost_loop(const std::string& assembly) {
  std::string best;
  const std::regex label(R"((\.LBB\w+):)");
  for (std::sregex_iterator at(assembly.begin(), assembly.end(), label), end; at != end; ++at) {
    const std::string name = (*at)[1];
    const std::size_t start = static_cast<std::size_t>(at->position());
    const std::size_t jump = assembly.find(name + "\n", start + name.size());
    if (jump == std::string::npos) continue;
    const std::string body = assembly.substr(start, jump - start);
    const bool holds_another = std::regex_search(body.substr(name.size() + 1), label);
    if (!holds_another && body.size() > best.size()) best = body;
  }
  return best;
}

TEST_F(CodeTextTest, UsesTheVectorsOfEachProcessor) {
  const struct {
    Processor processor;
    const char* multiply;
    const char* vector;
  } kCases[] = {{{"x86_64-linux-gnu", "x86-64", 16}, "mulps", "xmm"},
                {{"x86_64-linux-gnu", "haswell", 32}, "vmulps", "ymm"},
                {{"x86_64-linux-gnu", "skylake-avx512", 64}, "vmulps", "zmm"}};
  for (const auto& c : kCases) {
    // LLVM prefers narrower vectors on some processors with wider ones; the kernel asks for what there is.
    const std::string loop = innermost_loop(code_text(triad(), CodeText::Assembly, c.processor));
    EXPECT_THAT(loop, HasSubstr(c.multiply)) << c.processor.name;
    EXPECT_THAT(loop, HasSubstr(c.vector)) << c.processor.name;
    EXPECT_THAT(loop, Not(HasSubstr("call"))) << c.processor.name;
    EXPECT_THAT(loop, Not(HasSubstr("mulss"))) << c.processor.name;
    EXPECT_THAT(loop, Not(HasSubstr("fmadd"))) << "rounds once where two operations round twice";
  }
}

TEST_F(CodeTextTest, InlinesMathematicalFunctions) {
  for (const Processor& processor : {Processor{"x86_64-linux-gnu", "haswell", 32},
                                     Processor{"x86_64-linux-gnu", "skylake-avx512", 64}}) {
    const std::string text = code_text(exponential_sum(), CodeText::Assembly, processor);
    EXPECT_THAT(text, testing::ContainsRegex(processor.vector_bytes == 64 ? "vmulpd.*zmm" : "vmulpd.*ymm"));
    EXPECT_THAT(text, HasSubstr("theano.gather_row.8")) << "the last lanes come by way of the stack";
    EXPECT_THAT(text, Not(HasSubstr("theano.primitive")));
  }
}

TEST_F(CodeTextTest, AssemblesForArm) {
  if (!LLVMInitializeAArch64TargetInfo) GTEST_SKIP() << "this LLVM has no back end for it";
  LLVMInitializeAArch64TargetInfo();
  LLVMInitializeAArch64Target();
  LLVMInitializeAArch64TargetMC();
  LLVMInitializeAArch64AsmPrinter();
  const Processor arm{"aarch64-linux-gnu", "cortex-a72", 16};
  const std::string loop = innermost_loop(code_text(triad(), CodeText::Assembly, arm));
  EXPECT_THAT(loop, testing::ContainsRegex("fmul\tv[0-9]+\\.4s"));
  EXPECT_THAT(loop, Not(HasSubstr("fmla")));
  EXPECT_THAT(loop, Not(HasSubstr("\tbl\t")));
  EXPECT_THAT(code_text(exponential_sum(), CodeText::Assembly, arm), testing::ContainsRegex("fmul\tv[0-9]+\\.2d"));
}

TEST_F(CodeTextTest, LlvmsLanguageIsReadable) {
  const std::string text = code_text(triad(), CodeText::Llvm);
  EXPECT_THAT(text, HasSubstr("define i64 @triad("));
  EXPECT_THAT(text, HasSubstr("fmul <"));
  EXPECT_THAT(text, HasSubstr("turn:"));
}

}  // namespace
}  // namespace theano::codegen
