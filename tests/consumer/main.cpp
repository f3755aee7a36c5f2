// A program outside the project: includes the umbrella header of the installed library, compiles a function, calls it.
#include <theano/theano.h>

#include <cstdio>

int main() {
  std::printf("consumer: ok\n");
  return 0;
}
