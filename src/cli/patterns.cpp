#include "cli/patterns.h"

#include <algorithm>
#include <fnmatch.h>
#include <new>
#include <system_error>

namespace assay {
namespace {

namespace fs = std::filesystem;

bool is_pattern(const std::string& text) {
  return text.find_first_of("*?[") != std::string::npos;
}

/// A path that cannot be taken for NAME=FILE, nor for standard input.
std::string plain(const std::string& path) {
  const bool has_name = path.substr(0, path.find('/')).find('=') != std::string::npos;
  return has_name || path == "-" ? "./" + path : path;
}

/// Finds paths component by component.
class Matcher {
 public:
  Matcher(const fs::path& pattern, const fs::path& folder)
      : parts_(pattern.begin(), pattern.end()), folder_(folder) {}

  std::vector<std::string> operator()() {
    extend({}, 0);
    std::ranges::sort(found_);
    return std::move(found_);
  }

 private:
  fs::path place_of(const fs::path& path) const {
    const fs::path place = folder_ / path;
    return place.empty() ? "." : place;
  }

  void extend(const fs::path& path, std::size_t part) {
    std::error_code failure;
    if (part == parts_.size()) {
      if (fs::exists(place_of(path), failure)) found_.push_back(plain(path.string()));
    } else if (!is_pattern(parts_[part].string())) {
      extend(path / parts_[part], part + 1);
    } else {
      look_into(path, part);
    }
  }

  void look_into(const fs::path& path, std::size_t part) {
    std::error_code failure;
    fs::directory_iterator entry(place_of(path), failure);
    for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
      const fs::path name = entry->path().filename();
      if (fnmatch(parts_[part].c_str(), name.c_str(), FNM_PERIOD) != 0) continue;
      extend(path / name, part + 1);
    }
    if (failure == std::errc::not_enough_memory) throw std::bad_alloc();
  }

  std::vector<fs::path> parts_;
  const fs::path& folder_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> matching_paths(const std::string& pattern, const fs::path& folder) {
  if (!is_pattern(pattern)) return {pattern};
  std::vector<std::string> paths = Matcher(pattern, folder)();
  return paths.empty() ? std::vector<std::string>{pattern} : paths;
}

}  // namespace assay
