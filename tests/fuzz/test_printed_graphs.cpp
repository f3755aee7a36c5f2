// Kernels of random graphs, printed as C and compiled, give the bits of the interpreter.
#include <unordered_map>

#include "codegen/printed_c.h"
#include "fuzz/generate.h"
#include "theano/base/error.h"
#include "theano/compile/pipeline.h"
#include "theano/ir/kernel_binder.h"
#include "theano/lower/lower.h"
#include "theano/runtime/executor.h"

namespace theano::fuzz {
namespace {

/// All kernels that programs have launched, each once and under a name of its own.
struct Collection {
  std::vector<ir::Kernel> kernels;
  std::unordered_map<std::string, std::size_t> number_of;  // by text

  void add(const ir::Kernel& kernel) {
    if (!number_of.emplace(kernel.to_string(), kernels.size()).second) return;
    kernels.push_back(kernel);
    kernels.back().name += "_" + std::to_string(kernels.size());
  }
};

/// Interprets, and remembers what.
class CollectingBinder final : public ir::KernelBinder {
 public:
  explicit CollectingBinder(Collection& collection) : collection_(collection) {}
  std::unique_ptr<ir::BoundKernel> bind(const ir::Kernel& kernel, const ir::LaunchShape& shape) override {
    collection_.add(kernel);
    return ir::bind_interpreted(kernel, shape);
  }

 private:
  Collection& collection_;
};

/// A whole launch of a printed kernel.
class BoundPrinted final : public ir::BoundKernel {
 public:
  BoundPrinted(const codegen::PrintedKernels& printed, std::size_t number, ir::LaunchShape shape)
      : printed_(printed), number_(number), shape_(std::move(shape)) {}
  std::int64_t chunk_count() const override { return 1; }
  double cost() const override { return 1; }
  void run(std::span<std::byte* const> data, std::span<const std::int64_t> params, std::int64_t begin, std::int64_t end,
           ir::Status& status) const override {
    if (begin >= end) return;
    const codegen::Failure failure = printed_.run(number_, shape_, data, params);
    if (failure.check >= 0) status.report(failure.map_point, failure.check, failure.detail, failure.limit);
  }

 private:
  const codegen::PrintedKernels& printed_;
  std::size_t number_;
  ir::LaunchShape shape_;
};

class PrintedBinder final : public ir::KernelBinder {
 public:
  PrintedBinder(const Collection& collection, const codegen::PrintedKernels& printed)
      : collection_(collection), printed_(printed) {}
  std::unique_ptr<ir::BoundKernel> bind(const ir::Kernel& kernel, const ir::LaunchShape& shape) override {
    return std::make_unique<BoundPrinted>(printed_, collection_.number_of.at(kernel.to_string()), shape);
  }

 private:
  const Collection& collection_;
  const codegen::PrintedKernels& printed_;
};

/// A program with its arguments, and what it gives or how it fails.
struct Case {
  std::uint64_t seed;
  std::shared_ptr<const ir::Program> program;
  std::vector<Array> arguments, results;
  std::string error;
};

void run(Case& c, std::shared_ptr<ir::KernelBinder> binder) {
  try {
    c.results = runtime::Executor(c.program, std::move(binder)).run(c.arguments);
  } catch (const Error& error) {
    c.error = error.what();
  }
}

void expect_same(const Case& printed, const Case& interpreted) {
  EXPECT_EQ(printed.error, interpreted.error);
  ASSERT_EQ(printed.results.size(), interpreted.results.size());
  for (std::size_t r = 0; r < printed.results.size(); ++r) {
    const Array a = printed.results[r].copy(), b = interpreted.results[r].copy();
    ASSERT_EQ(a.type_string(), b.type_string());
    const DType part = part_dtype(a.dtype());
    const std::int64_t size = dtype_size_bytes(part), count = a.size() * dtype_size_bytes(a.dtype()) / size;
    for (std::int64_t e = 0; e < count; ++e)
      ASSERT_TRUE(ir::same_element(part, a.bytes() + e * size, b.bytes() + e * size))
          << "output " << r << " element " << e << ": " << a.to_string() << " instead of " << b.to_string();
  }
}

TEST(PrintedC, KernelsOfRandomGraphs) {
  THEANO_SKIP_WITHOUT_C_COMPILER();
  const char* wanted = std::getenv("THEANO_PRINTED_GRAPHS");
  const std::uint64_t count = wanted ? std::strtoull(wanted, nullptr, 10) : 100;
  Collection collection;
  std::vector<Case> cases;
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    const Generated generated = generate(seed);
    if (!generated.fault.empty()) continue;
    const BuiltRecipe built = build(generated.recipe);
    FunctionGraph graph(built.inputs, built.outputs);
    CompileReport report;
    run_pipeline(graph, Mode::named("FAST_RUN"), report);
    Case c{seed, lower::lower(graph, {}), input_arrays(generated.recipe), {}, {}};
    run(c, std::make_shared<CollectingBinder>(collection));
    cases.push_back(std::move(c));
  }
  EXPECT_GT(collection.kernels.size(), count / 2);
  const codegen::PrintedKernels printed(collection.kernels);
  ASSERT_TRUE(printed.is_loaded());
  const auto binder = std::make_shared<PrintedBinder>(collection, printed);
  for (const Case& c : cases) {
    Case again{c.seed, c.program, c.arguments, {}, {}};
    run(again, binder);
    SCOPED_TRACE("seed " + std::to_string(c.seed));
    expect_same(again, c);
  }
}

}  // namespace
}  // namespace theano::fuzz
