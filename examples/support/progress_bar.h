// A progress bar with loss and speed on standard error.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace support {

/// Shows how far a loop of `total` steps is; says nothing when standard error is not a terminal.
class ProgressBar {
 public:
  ProgressBar(std::string label, std::int64_t total);
  ~ProgressBar() { finish(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// After step number `done` with the loss it gave; draws at most ten times a second.
  void update(std::int64_t done, double loss);
  /// Clears the line, so that what is printed next stands alone.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  std::string label_;
  std::int64_t total_;
  bool is_shown_;
  Clock::time_point start_ = Clock::now(), drawn_ = {};
};

}  // namespace support
