// Stands in for the services of `compile` where the tests of this room are linked without it.
#include "theano/graph/services.h"

namespace theano::services {

__attribute__((weak)) std::vector<Value> evaluate(const Apply&, std::span<const Value>) { return {}; }
__attribute__((weak)) const OpDefinition* find_definition(std::string_view) { return nullptr; }

}  // namespace theano::services
