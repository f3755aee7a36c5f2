// Machine code on disk, found again by the text it was made from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "theano/base/export.h"

namespace theano::codegen {

/// A folder of entries, one file each. Several processes may use one folder at once without locks: an entry appears whole
/// or not at all, and one that is cut short, damaged or of another key counts as absent. Nothing here fails: a folder
/// that cannot be read or written is an empty one.
class THEANO_API ObjectCache {
 public:
  /// An empty path: no cache. The folder is made with the first entry.
  explicit ObjectCache(std::string folder, std::int64_t most_bytes = kMostBytes);

  /// What is kept under the key. The entry counts as used now.
  std::optional<std::string> find(std::string_view key) const;
  /// Keeps a value; entries not used for the longest time go when there is more than `most_bytes`.
  void keep(std::string_view key, std::string_view value) const;

  struct Entry {
    std::string file;  ///< name inside the folder
    std::string title;  ///< first line of the key
    std::int64_t size_bytes = 0;
    std::int64_t used_at = 0;  ///< seconds since 1970
  };
  /// All whole entries, the last used first.
  std::vector<Entry> list() const;
  std::int64_t size_bytes() const;
  /// Removes what is over `most_bytes`, least recently used first, and files that writers have left half done for an hour.
  /// Returns the number of files removed.
  int purge(std::int64_t most_bytes) const;
  int clear() const { return purge(0); }

  const std::string& folder() const { return folder_; }
  static constexpr std::int64_t kMostBytes = std::int64_t{256} << 20;

 private:
  std::string path_of(std::string_view key) const;

  std::string folder_;
  std::int64_t most_bytes_;
};

/// The cache of this process: folder `kernels` in the option `base_compiledir`; none without a home folder, or when the
/// option is empty.
THEANO_API const ObjectCache& process_cache();

}  // namespace theano::codegen
