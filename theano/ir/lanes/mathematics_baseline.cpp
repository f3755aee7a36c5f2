// The mathematics loops for every x86-64 machine.
#define THEANO_LANES baseline
#include "theano/ir/lanes/mathematics_loops.h"
