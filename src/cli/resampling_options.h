#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <CLI/CLI.hpp>

namespace assay {

/// --samples and --seed.
void add_sample_options(CLI::App& command, std::size_t& samples, std::uint64_t& seed,
                        const std::string& group);

/// The examples, and where the other options are.
std::string examples_footer(const char* examples, bool show_all);

}  // namespace assay
