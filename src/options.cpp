#include "assay/options.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"
#include "assay/tokenizer.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay {

Options::Options(std::span<const OptionInfo> table) : table_(table) {
  for (const OptionInfo& option : table) values_.emplace_back(option.fallback);
}

std::size_t Options::index_of(std::string_view key) const {
  const auto found = std::ranges::find(table_, key, &OptionInfo::key);
  if (found != table_.end()) return static_cast<std::size_t>(found - table_.begin());
  std::vector<std::string> keys;
  for (const OptionInfo& option : table_) keys.emplace_back(option.key);
  throw usage_error(
      "E-KEY", fmt::format("there is no option '{}'", escape(key)),
      fmt::format("{}the options are: {}", did_you_mean(key, keys), fmt::join(keys, ", ")));
}

void Options::set(std::string_view key, std::string_view value) {
  const auto found = std::ranges::find(table_, key, &OptionInfo::opposite);
  if (found != table_.end() && !key.empty()) {
    return set(found->key, canonical_yes_no(value) == "yes" ? "no" : "yes");
  }
  const std::size_t index = index_of(key);
  values_[index] = table_[index].canonical(value);
}

const std::string& Options::operator[](std::string_view key) const {
  return values_[index_of(key)];
}

int Options::whole(std::string_view key) const {
  const std::string& text = (*this)[key];
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string Options::spec() const {
  std::string text;
  for (std::size_t i = 0; i < table_.size(); ++i) {
    if (values_[i] == table_[i].fallback) continue;
    const std::string_view quote = values_[i].find(',') == std::string::npos ? "" : "\"";
    text +=
        fmt::format("{0}{1}={2}{3}{2}", text.empty() ? "" : ",", table_[i].key, quote, values_[i]);
  }
  return text;
}

std::string canonical_choice(std::string_view value, std::span<const std::string> choices) {
  if (std::ranges::find(choices, value) != choices.end()) return std::string(value);
  throw usage_error(
      "E-VALUE", fmt::format("'{}' is not a value of this option", escape(value)),
      fmt::format("{}the values are: {}", did_you_mean(value, choices), fmt::join(choices, ", ")));
}

std::string canonical_yes_no(std::string_view value) {
  static const std::vector<std::string> choices = {"yes", "no"};
  return canonical_choice(value, choices);
}

std::string canonical_whole(std::string_view value, int low, int high) {
  int number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool is_whole = error == std::errc() && end == value.data() + value.size();
  if (is_whole && number >= low && number <= high) return fmt::format("{}", number);
  throw usage_error(
      "E-VALUE", fmt::format("'{}' is not a whole number from {} to {}", escape(value), low, high));
}

std::string canonical_path(std::string_view value) {
  if (value != "-") return std::string(value);
  throw usage_error("E-VALUE", "a metric cannot read standard input", "save it to a file");
}

std::string canonical_rouge155_folder(std::string_view value) {
  return std::string(value);
}

std::string canonical_yes_no_path(std::string_view value) {
  if (!value.empty()) return canonical_path(value);
  throw usage_error("E-VALUE", "this option takes yes, no or a file");
}

namespace {

/// Whether a signature shows `name` for this tokenizer with the data at hand.
bool is_signature(const TokenizerInfo& info, std::string_view name) {
  if (info.load == nullptr) return info.signature() == name;
  return name.starts_with(std::string(info.name) + "-") &&
         TextPipeline(info.name).signature() == name;
}

}  // namespace

/// Also accepts what signatures show, such as "icu-72", if that is the data version at hand.
std::string canonical_tokenizer(std::string_view value) {
  const PipelineParts parts = split_pipeline(value);
  std::string text(parts.normalizers);
  std::string_view name = parts.tokenizer;
  if (!parts.path && find_named(tokenizers(), name) == nullptr) {
    const auto found = std::ranges::find_if(
        tokenizers(), [name](const TokenizerInfo* info) { return is_signature(*info, name); });
    if (found != tokenizers().end()) name = (*found)->name;
  }
  text += name;
  if (parts.path) text += fmt::format("={}", *parts.path);
  const TextPipeline checked(text);
  return text;
}

}  // namespace assay
