// Functions as bytes: what they were made of is saved, and compiled when it is loaded.
#pragma once

#include <string>
#include <string_view>

#include "theano/compile/function.h"
#include "theano/graph/saved_graph.h"

namespace theano {

/// Makes bytes of inner graphs (of loops and branches); faces derive from it for values of their own.
class THEANO_API StandardCodec : public ObjectCodec {
 public:
  std::string encode(const Object& object) const override;
  Ref<Object> decode(std::string_view bytes) const override;
};

/// Expressions, defaults, the values of shared variables and the mode of a function. Errors: NotImplementedError for a
/// graph with no form in bytes, or a mode that watches.
THEANO_API std::string save_function(const Function& f, const ObjectCodec& codec = StandardCodec());
/// The function, compiled anew, on shared variables of its own. Errors: ValueError for damaged bytes.
THEANO_API Function load_function(std::string_view bytes, const ObjectCodec& codec = StandardCodec());

}  // namespace theano
