// The arithmetic loops for every x86-64 machine.
#define THEANO_LANES baseline
#include "theano/ir/lanes/arithmetic_loops.h"
