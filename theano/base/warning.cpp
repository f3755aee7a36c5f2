// Delivery of warnings.
#include "theano/base/warning.h"

#include <atomic>
#include <cstdio>

namespace theano {
namespace {

void print_to_stderr(const std::string& text) { std::fprintf(stderr, "theano: warning: %s\n", text.c_str()); }

std::atomic<void (*)(const std::string&)> g_handler{&print_to_stderr};

}  // namespace

void warn(const std::string& text) { g_handler.load()(text); }

void set_warning_handler(void (*handler)(const std::string&)) { g_handler = handler ? handler : &print_to_stderr; }

}  // namespace theano
