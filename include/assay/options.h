#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

/// One setting of a metric, as help and signatures know it.
struct OptionInfo {
  std::string_view key;
  std::string_view fallback;  ///< The default, in canonical form.
  std::string_view summary;
  /// The canonical form of a value ("floor" becomes "floor[0.10]"); throws a usage Error (E-VALUE).
  std::string (*canonical)(std::string_view value) = nullptr;
  /// False for what sacreBLEU's signatures leave out: shown only when it is not the default.
  bool always_shown = true;
  /// Another key, for yes/no options: its yes is this one's no.
  std::string_view opposite = {};
};

/// A metric's settings, complete: every option has a value, in the order of the table.
class Options {
 public:
  /// All defaults. `table` must outlive the Options.
  explicit Options(std::span<const OptionInfo> table);

  /// Sets one option, by its key or the opposite one; throws a usage Error (E-KEY, E-VALUE) with
  /// the nearest key.
  void set(std::string_view key, std::string_view value);

  const std::string& operator[](std::string_view key) const;
  bool is_yes(std::string_view key) const { return (*this)[key] == "yes"; }
  int whole(std::string_view key) const;

  std::span<const OptionInfo> table() const { return table_; }

  /// "key=value,…" of all options that are not defaults; reads back as a spec.
  std::string spec() const;

  bool operator==(const Options& other) const { return values_ == other.values_; }

 private:
  std::size_t index_of(std::string_view key) const;

  std::span<const OptionInfo> table_;
  std::vector<std::string> values_;
};

/// Canonical forms that several metrics share; each throws a usage Error for anything else.
std::string canonical_yes_no(std::string_view value);
std::string canonical_tokenizer(std::string_view value);

/// A file that the metric reads: any text but that for standard input.
std::string canonical_path(std::string_view value);

/// A folder with ROUGE-1.5.5's word lists.
std::string canonical_rouge155_folder(std::string_view value);

/// "yes", "no" or such a file.
std::string canonical_yes_no_path(std::string_view value);

/// `value` if it is one of `choices`; otherwise a usage Error (E-VALUE) that names them.
std::string canonical_choice(std::string_view value, std::span<const std::string> choices);

/// A whole number in [low, high], without sign or leading zeros.
std::string canonical_whole(std::string_view value, int low, int high);

}  // namespace assay
