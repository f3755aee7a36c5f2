// A table of the most recently used code by its text, and the thread that compiles.
#include "theano/codegen/code_table.h"

#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <list>
#include <mutex>
#include <new>
#include <shared_mutex>
#include <thread>
#include <unordered_map>

namespace theano::codegen {
namespace {

class CodeTable {
 public:
  std::shared_ptr<const MachineCode> find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    recent_.splice(recent_.begin(), recent_, found->second);
    return found->second->second;
  }

  void insert(const std::string& key, std::shared_ptr<const MachineCode> code) {
    const std::lock_guard lock(mutex_);
    if (places_.contains(key)) return;
    recent_.emplace_front(key, std::move(code));
    places_[key] = recent_.begin();
    if (recent_.size() <= kMostKept) return;
    places_.erase(recent_.back().first);
    recent_.pop_back();
  }

 private:
  static constexpr std::size_t kMostKept = 1024;
  using Entry = std::pair<std::string, std::shared_ptr<const MachineCode>>;
  std::mutex mutex_;
  std::list<Entry> recent_;  // most recent first
  std::unordered_map<std::string, std::list<Entry>::iterator> places_;
};

// What the compiling thread uses is never destroyed, since it may outlast other static objects.
CodeTable& table() {
  static CodeTable* const instance = new CodeTable();
  return *instance;
}

std::atomic<bool> is_forked_child{false};

/// Closed while the process forks: no thread is then amid a compilation, whose locks the child would find taken for ever.
std::shared_mutex& fork_gate() {
  static std::shared_mutex* const gate = [] {
    pthread_atfork([] { fork_gate().lock(); }, [] { fork_gate().unlock(); },
                   [] {
                     // Made anew: threads that waited at it are not here, but the old one would wait for them.
                     new (&fork_gate()) std::shared_mutex();
                     is_forked_child = true;
                   });
    return new std::shared_mutex();
  }();
  return *gate;
}

// When the library is loaded, not with the first compilation: a fork may just be under way then.
[[maybe_unused]] const bool has_fork_gate = (fork_gate(), true);

/// One thread, started with the first job and joined when the process ends.
class Worker {
 public:
  static Worker& instance() {
    static Worker worker;
    return worker;
  }

  ~Worker() {
    if (is_forked_child) {
      // The thread is in the parent; there is nobody to join.
      if (thread_.joinable()) thread_.detach();
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      is_ending_ = true;
      jobs_.clear();
    }
    work_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  void add(CompileJob job) {
    if (is_forked_child) return;
    const std::lock_guard lock(mutex_);
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
    jobs_.push_back(std::move(job));
    work_.notify_one();
  }

  void wait() {
    if (is_forked_child) return;
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [&] { return jobs_.empty() && !is_busy_; });
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  }

 private:
  Worker() = default;

  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      work_.wait(lock, [&] { return is_ending_ || !jobs_.empty(); });
      if (is_ending_) return;
      const CompileJob job = std::move(jobs_.front());
      jobs_.pop_front();
      is_busy_ = true;
      lock.unlock();
      std::exception_ptr error;
      try {
        compile_now(job);
      } catch (...) {
        error = std::current_exception();
      }
      lock.lock();
      if (error && !error_) error_ = error;
      is_busy_ = false;
      if (jobs_.empty()) idle_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable work_, idle_;
  std::deque<CompileJob> jobs_;
  std::exception_ptr error_;
  bool is_busy_ = false, is_ending_ = false;
  std::thread thread_;
};

}  // namespace

void compile_now(const CompileJob& job) {
  const std::shared_lock gate(fork_gate());
  if (std::shared_ptr<const MachineCode> code = table().find(job.key)) return job.slot->set(std::move(code));
  const std::optional<LaunchPattern> pattern = LaunchPattern::make(job.kernel, job.shape, job.place);
  std::shared_ptr<const MachineCode> code = compile_kernel(job.kernel, *pattern, job.key);
  table().insert(job.key, code);
  job.slot->set(std::move(code));
}

bool find_code(const std::string& key, CodeSlot& slot) {
  const std::shared_lock gate(fork_gate());
  std::shared_ptr<const MachineCode> code = table().find(key);
  if (!code) return false;
  slot.set(std::move(code));
  return true;
}

void compile_later(CompileJob job) { Worker::instance().add(std::move(job)); }

void wait_for_jobs() { Worker::instance().wait(); }

}  // namespace theano::codegen
