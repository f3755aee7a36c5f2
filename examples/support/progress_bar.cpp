// Drawing of the progress bar.
#include "support/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace support {

ProgressBar::ProgressBar(std::string label, std::int64_t total)
    : label_(std::move(label)), total_(std::max<std::int64_t>(total, 1)), is_shown_(::isatty(STDERR_FILENO) != 0) {}

void ProgressBar::update(std::int64_t done, double loss) {
  if (!is_shown_) return;
  const Clock::time_point now = Clock::now();
  if (now - drawn_ < std::chrono::milliseconds(100) && done < total_) return;
  drawn_ = now;
  constexpr int kWidth = 30;
  const int filled = static_cast<int>(std::clamp<std::int64_t>(kWidth * done / total_, 0, kWidth));
  const std::string bar =
      std::string(static_cast<std::size_t>(filled), '#') + std::string(static_cast<std::size_t>(kWidth - filled), '.');
  const double seconds = std::max(std::chrono::duration<double>(now - start_).count(), 1e-9);
  std::fprintf(stderr, "\r%s [%s] %lld/%lld  loss %.6f  %.0f steps/s\033[K", label_.c_str(), bar.c_str(),
               static_cast<long long>(done), static_cast<long long>(total_), loss, static_cast<double>(done) / seconds);
  std::fflush(stderr);
}

void ProgressBar::finish() {
  if (!is_shown_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  is_shown_ = false;
}

}  // namespace support
