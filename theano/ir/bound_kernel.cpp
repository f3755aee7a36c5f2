// Binds kernels for the interpreter.
#include "theano/ir/interpreter.h"
#include "theano/ir/reference.h"

namespace theano::ir {
namespace {

class BoundReference final : public BoundKernel {
 public:
  BoundReference(const Kernel& kernel, LaunchShape shape) : kernel_(kernel), shape_(std::move(shape)) {}
  std::int64_t chunk_count() const override { return 1; }
  double cost() const override { return static_cast<double>(element_count(shape_.map_sizes)) * kernel_.value_count; }
  void run(std::span<std::byte* const> data, std::span<const std::int64_t> params, std::int64_t begin, std::int64_t end,
           Status& status) const override {
    if (begin < end) run_reference(kernel_, shape_, data, params, status);
  }

 private:
  const Kernel& kernel_;
  LaunchShape shape_;
};

}  // namespace

std::unique_ptr<BoundKernel> bind_interpreted(const Kernel& kernel, const LaunchShape& shape) {
  return std::make_unique<BoundReference>(kernel, shape);
}

}  // namespace theano::ir
