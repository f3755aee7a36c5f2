// Random graphs in all modes against the oracle: 500 in the suite, as many as THEANO_FUZZ_GRAPHS says elsewhere.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "fuzz/check.h"
#include "fuzz/generate.h"

namespace theano::fuzz {
namespace {

long number_from(const char* variable, long otherwise) {
  const char* text = std::getenv(variable);
  return text ? std::atol(text) : otherwise;
}

class Progress {
 public:
  explicit Progress(long total) : total_(total) {}
  void show(long done, const Tally& tally, std::size_t failures) {
    const auto now = std::chrono::steady_clock::now();
    if (total_ <= 1000 || now - last_ < std::chrono::seconds(5)) return;
    last_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    std::fprintf(stderr, "%ld of %ld graphs, %ld calls, %.0f graphs per second, %zu failures\n", done, total_, tally.calls,
                 static_cast<double>(done) / seconds, failures);
  }

 private:
  long total_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now(), last_ = start_;
};

TEST(RandomGraphs, AgreeWithTheOracleInAllModes) {
  const long count = number_from("THEANO_FUZZ_GRAPHS", 500), first = number_from("THEANO_FUZZ_SEED", 1);
  const long most_failures = number_from("THEANO_FUZZ_FAILURES", 20);
  Tally tally;
  Rejections rejections;
  std::map<std::string, int> used;
  std::vector<std::string> failures;
  Progress progress(count);
  for (long seed = first; seed < first + count && static_cast<long>(failures.size()) < most_failures; ++seed) {
    const Generated generated = generate(static_cast<std::uint64_t>(seed), &rejections);
    for (const Call& call : generated.recipe.calls) ++used[call.function];
    const std::string name = "Seed" + std::to_string(seed);
    if (!generated.fault.empty()) {
      failures.push_back(generated.fault + "\n" + to_test_text(without_dead_parts(generated.recipe), name));
      continue;
    }
    // For crashes, which leave no finding.
    if (std::getenv("THEANO_FUZZ_TRACE")) std::fprintf(stderr, "%s", to_test_text(generated.recipe, name).c_str());
    const auto finding = check(generated.recipe, modes_in_turn(static_cast<std::uint64_t>(seed)), &tally);
    progress.show(seed - first + 1, tally, failures.size());
    if (!finding) continue;
    const Recipe smallest = reduce(generated.recipe, *finding);
    std::string text = finding->text;
    try {
      if (const auto found = check(smallest, {finding->mode})) text = found->text;
    } catch (const std::exception&) {
    }
    failures.push_back(text + "\n" + to_test_text(smallest, name));
    std::fprintf(stderr, "%s\n", failures.back().c_str());
  }
  for (const std::string& failure : failures) ADD_FAILURE() << failure;
  if (count > 1000 || std::getenv("THEANO_FUZZ_SUMMARY")) {
    std::fprintf(stderr, "%ld graphs, %ld calls; passed over: %ld elements without a number, %ld within rounding, %ld at the ends of "
                 "float16, %ld calls on empty rows; "
                 "%zu failures\n",
                 tally.graphs, tally.calls, tally.non_finite, tally.unstable, tally.out_of_range, tally.empty, failures.size());
    for (const auto& [reason, times] : rejections)
      if (times > count / 20) std::fprintf(stderr, "  given up %6d times: %s\n", times, reason.c_str());
    std::string never;
    for (const auto& [function, unused] : callable_functions())
      if (!used.contains(function)) never += " " + function;
    std::fprintf(stderr, "functions never called:%s\n", never.c_str());
  }
}

}  // namespace
}  // namespace theano::fuzz
