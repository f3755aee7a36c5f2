// The letters by which printed graphs number their nodes.
#pragma once

#include <string>

namespace theano {

/// Theano counts A to Z, then BA, BB: base 26 with A as zero.
inline std::string node_letters(std::size_t number) {
  std::string text;
  do {
    text.insert(text.begin(), static_cast<char>('A' + number % 26));
    number /= 26;
  } while (number > 0);
  return text;
}

}  // namespace theano
