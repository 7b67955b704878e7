#include "input/same_files.h"

#include "assay/error.h"

#include "input/byte_source.h"
#include "input/segment_format.h"

#include <algorithm>
#include <optional>
#include <set>
#include <sys/stat.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

struct Identity {
  const InputFile* file = nullptr;
  bool is_known = false;
  bool is_regular = false;
  bool is_stream = false;  ///< Bytes that come only once.
  dev_t device = 0;
  ino_t inode = 0;
};

Identity identity_of(const InputFile& file) {
  Identity identity{.file = &file};
  struct stat status = {};
  identity.is_known = look_up(file.path, status);
  if (!identity.is_known) return identity;
  identity.is_regular = S_ISREG(status.st_mode);
  identity.is_stream = S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode);
  identity.device = status.st_dev;
  identity.inode = status.st_ino;
  return identity;
}

bool are_same(const Identity& a, const Identity& b) {
  return a.is_known && b.is_known && a.device == b.device && a.inode == b.inode;
}

/// Only few inputs are streams, so that comparing all of them is cheap.
void refuse_stream_twice(std::vector<Identity> inputs) {
  std::erase_if(inputs, [](const Identity& input) {
    return !input.is_stream && !is_stdin(input.file->path);
  });
  for (auto input = inputs.begin(); input != inputs.end(); ++input) {
    const bool is_twice = std::any_of(inputs.begin(), input, [&](const Identity& other) {
      if (is_stdin(input->file->path) && is_stdin(other.file->path)) return true;
      return input->is_stream && are_same(*input, other);
    });
    if (!is_twice) continue;
    throw usage_error(
        "E-STDIN-TWICE",
        fmt::format("{} is given twice but can be read only once",
                    is_stdin(input->file->path) ? "standard input" : shown_path(input->file->path)),
        "save it to a file and give that twice");
  }
}

std::vector<Identity> identities_of(const std::vector<InputFile>& files) {
  std::vector<Identity> identities;
  identities.reserve(files.size());
  for (const InputFile& file : files) {
    const bool is_shared =
        !file.field.empty() && !identities.empty() && identities.back().file->path == file.path;
    if (!is_shared) identities.push_back(identity_of(file));
  }
  return identities;
}

}  // namespace

std::vector<Warning> check_same_files(const CorpusFiles& files, const InputOptions& options) {
  const std::vector<Identity> systems = identities_of(files.systems);
  const std::vector<Identity> references = identities_of(files.references);
  std::vector<Identity> all = systems;
  all.insert(all.end(), references.begin(), references.end());
  refuse_stream_twice(all);

  std::set<std::pair<dev_t, ino_t>> known;
  for (const Identity& reference : references) {
    if (reference.is_known) known.emplace(reference.device, reference.inode);
  }
  std::vector<Warning> warnings;
  for (const Identity& system : systems) {
    if (!system.is_regular || format_of(system.file->path, options) != InputFormat::kText) continue;
    if (!known.contains({system.device, system.inode})) continue;
    warnings.push_back({.code = "W-SAME-FILE",
                        .file = system.file->path,
                        .message = "the same file is hypothesis and reference"});
  }
  return warnings;
}

}  // namespace assay
