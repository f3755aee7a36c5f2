// Marks the names that leave libtheano.so; everything else stays hidden inside it.
#pragma once

#define THEANO_API __attribute__((visibility("default")))
