// The whole library in one header: `#include <theano/theano.h>`, customarily with `namespace T = theano::tensor`.
#pragma once

#include "theano/array/array.h"
#include "theano/array/half.h"
#include "theano/array/npy.h"
#include "theano/array/random_state.h"
#include "theano/base/config.h"
#include "theano/base/error.h"
#include "theano/compile/evaluator.h"
#include "theano/compile/function.h"
#include "theano/compile/node_watch.h"
#include "theano/compile/saved_function.h"
#include "theano/gradient/gradient.h"
#include "theano/graph/function_graph.h"
#include "theano/graph/index.h"
#include "theano/graph/printing.h"
#include "theano/graph/traversal.h"
#include "theano/ops/ops.h"
