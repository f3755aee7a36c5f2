// theano-cache: lists, counts and removes the machine code that functions have left on disk.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <ctime>
#include <optional>

#include "theano/codegen/object_cache.h"

namespace {

using theano::codegen::ObjectCache;

std::string date_of(std::int64_t seconds) {
  const std::time_t time = static_cast<std::time_t>(seconds);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M", std::localtime(&time));
  return text;
}

void list(const ObjectCache& cache) {
  for (const ObjectCache::Entry& entry : cache.list())
    std::printf("%s  %8lld bytes  %s\n", date_of(entry.used_at).c_str(), static_cast<long long>(entry.size_bytes),
                entry.title.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("The cache of machine code: kernels that were compiled once are not compiled again.", "theano-cache");
  std::string folder;
  app.add_option("--folder", folder, "the folder; default: kernels in the option base_compiledir");
  app.require_subcommand(1);
  CLI::App* const list_command = app.add_subcommand("list", "one line an entry, the last used first");
  CLI::App* const size_command = app.add_subcommand("size", "bytes of all entries");
  CLI::App* const clear_command = app.add_subcommand("clear", "remove all entries");
  CLI::App* const purge_command = app.add_subcommand("purge", "remove the entries unused for the longest time");
  double most_mib = static_cast<double>(ObjectCache::kMostBytes) / (1 << 20);
  purge_command->add_option("--mib", most_mib, "what may stay, in MiB")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const ObjectCache& process = theano::codegen::process_cache();
  const ObjectCache cache(folder.empty() ? process.folder() : folder);
  if (cache.folder().empty()) {
    std::fprintf(stderr, "theano-cache: there is no cache: HOME is not set, or base_compiledir is empty.\n");
    return 1;
  }
  if (*list_command) list(cache);
  if (*size_command) std::printf("%lld\n", static_cast<long long>(cache.size_bytes()));
  if (*clear_command) std::printf("removed %d files from %s\n", cache.clear(), cache.folder().c_str());
  if (*purge_command)
    std::printf("removed %d files from %s\n", cache.purge(static_cast<std::int64_t>(most_mib * (1 << 20))),
                cache.folder().c_str());
  return 0;
}
