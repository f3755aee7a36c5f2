// The movement loops for machines with AVX2.
#define THEANO_LANES avx2
#include "theano/ir/lanes/movement_loops.h"
