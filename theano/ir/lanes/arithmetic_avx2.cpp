// The arithmetic loops for machines with AVX2.
#define THEANO_LANES avx2
#include "theano/ir/lanes/arithmetic_loops.h"
