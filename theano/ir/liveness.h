// Where each value of a kernel is used last, so that its register can serve again.
#pragma once

#include <vector>

#include "theano/ir/kernel.h"

namespace theano::ir {

/// Positions number the instructions in the order of the text; a block's end has a position of its own.
class Liveness {
 public:
  explicit Liveness(const Kernel& kernel);

  /// Position after which the value is not used; values of outer blocks used in a loop live until its end.
  int last_use(ValueId value) const { return last_use_[value]; }
  /// Values whose last use is at a position.
  const std::vector<ValueId>& dying_at(int position) const { return dying_[position]; }

 private:
  void visit(const Block& block, int scope);
  void use(ValueId value, int scope, int position);
  int open(int parent);

  const Kernel& kernel_;
  int position_ = 0;
  std::vector<int> last_use_, scope_of_;
  std::vector<int> parents_;
  struct Pending {
    ValueId value;
    int scope, position;
  };
  std::vector<Pending> pending_;
  std::vector<int> ends_;
  std::vector<std::vector<ValueId>> dying_;
};

}  // namespace theano::ir
