// The mathematics loops for machines with AVX2.
#define THEANO_LANES avx2
#include "theano/ir/lanes/mathematics_loops.h"
