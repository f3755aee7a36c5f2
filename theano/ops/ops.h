// The menu: every op and every function on variables.
#pragma once

#include "theano/ops/control/map_rows.h"
#include "theano/ops/creation.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/host/host.h"
#include "theano/ops/indexing/indexing.h"
#include "theano/ops/indexing/selection.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/nnet/nnet.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/diagonal.h"
#include "theano/ops/shape/movement.h"
#include "theano/ops/shape/shape.h"
#include "theano/ops/sorting/sorting.h"
